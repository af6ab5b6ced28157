'use strict';
/* node-ssdp: a device with a service that others find. */
const { Server } = require('node-ssdp');

const server = new Server({
  location: 'http://192.168.77.2:8080/description.xml',
  udn: 'uuid:f40c2981-0000-0000-0000-27f187aecfb5',
});
server.addUSN('upnp:rootdevice');
server.addUSN('urn:schemas-upnp-org:device:InternetGatewayDevice:1');
server.start().then(() => console.log('ready'));
