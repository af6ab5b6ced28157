// A sensor: multicasts what it measures, and answers who asks for it.
import * as dgram from 'dgram';
import * as os from 'os';

const PORT = 41234;
const GROUP = '239.255.41.1';
const GROUP_PORT = 41235;
const PERIOD_MS = Number(process.env.PERIOD_MS) || 5000;

let number = 0;

/** A board without a thermometer: a slow wave around 20 degrees. */
function measure(): number {
  return Math.round((20 + 5 * Math.sin(process.uptime() / 60)) * 100) / 100;
}

function reading(): string {
  return JSON.stringify({ sensor: os.hostname(), number: ++number, celsius: measure() });
}

const socket = dgram.createSocket('udp4');

// An error is about one datagram, or says that nobody listens at its address; the sensor goes on.
socket.on('error', (error) => {
  console.error(`sensor error: ${error.message}`);
});

socket.on('message', (message, from) => {
  // Who sends from port 0 wants no answer, and there is none to send there.
  if (message.toString().trim() !== 'read' || from.port === 0) return;
  console.log(`asked by ${from.address}:${from.port}`);
  socket.send(reading(), from.port, from.address, (error) => {
    if (error) console.error(`no answer to ${from.address}:${from.port}: ${error.message}`);
  });
});

socket.bind(PORT, () => {
  console.log(`sensor listening ${PORT}, multicasts to ${GROUP}:${GROUP_PORT} every ${PERIOD_MS} ms`);
  setInterval(() => {
    socket.send(reading(), GROUP_PORT, GROUP, (error) => {
      if (error) console.error(`not multicast: ${error.message}`);
    });
  }, PERIOD_MS);
});
