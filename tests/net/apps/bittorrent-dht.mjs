/* bittorrent-dht: a node of the DHT that the peer joins by, and that hears what it announces. */
import DHT from 'bittorrent-dht';

const dht = new DHT({ bootstrap: false });
dht.on('announce', ({ host }, hash) => console.log(`announced ${host} ${hash.toString('hex')}`));
dht.on('node', ({ host }) => console.log(`node ${host}`));
dht.listen(6881, () => console.log('ready'));
