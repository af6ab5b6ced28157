/**
 * `make bench-lab`: what boards of the host target cost on one switch, each echoing ten datagrams a second.
 *
 * For 1, 10, 100 and 300 boards: processor time of the laboratory for each datagram that passes it, of a board for each
 * echo, and memory of a board (its share where pages are shared). The cost of a datagram at the switch must not grow
 * with the boards: at 300 it is at most twice that at 100, or the run fails.
 */
import * as fs from 'node:fs';
import { APP_NAME, buildFirmware, buildImage } from '#toolchain/commands/build';
import { chooseEngine } from '#toolchain/engines/choice';
import { boardAddresses } from '#toolchain/lab/gateway/gateway';
import { Laboratory } from '#toolchain/lab/laboratory';
import { addressBytes, addressText, macBytes } from '#toolchain/lab/packets/address';
import * as packet from '#toolchain/lab/packets/packet';
import { macFor } from '#toolchain/lab/switch';
import { scratch } from '../toolchain/lib/scratch';
import { beginProgram } from '../runner/program';

beginProgram(module);

const COUNTS = [1, 10, 100, 300];
const PER_SECOND = 10;
const SECONDS = 10;
const CLIENT = addressBytes('10.0.1.1');
const CLIENT_MAC = macBytes(macFor('client'));
const PAYLOAD = new Uint8Array(64).fill(0x2e);
/** The kernel's clock tick, milliseconds. */
const TICK = 10;

const APP = `
const dgram = require('dgram');
const socket = dgram.createSocket('udp4');
socket.on('message', (message, from) => socket.send(message, from.port, from.address));
socket.bind(7, () => console.log('ready'));
`;

interface Figures {
  boards: number;
  sent: number;
  echoed: number;
  /** Microseconds of the laboratory's processor time per datagram, of a board's per echo. */
  labUs: number;
  boardUs: number;
  /** Share of one processor: the laboratory, all boards together. */
  labShare: number;
  boardsShare: number;
  /** KiB of a board; MiB of the laboratory. */
  boardKiB: number;
  labMiB: number;
}

function cpuMs(pid: number): number {
  const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK;
}

function proportionalKiB(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB$/m.exec(fs.readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1'))?.[1]);
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function measure(boards: number): Promise<Figures> {
  const engine = chooseEngine('host');
  const folder = scratch({ 'echo.js': APP });
  const { image, map } = await buildImage(`${folder}/echo.js`, { engine, out: `${folder}/app.tgi` });
  const names = Array.from({ length: boards }, (_, i) => `b${i + 1}`);
  const lab = await Laboratory.open({
    port: 'host',
    engine,
    firmware: await buildFirmware('host', engine),
    boards: names.map((name) => ({ name, image, map, appName: APP_NAME, argv: [], words: [] })),
    network: 'lab',
  });
  try {
    let echoed = 0;
    const client = lab.link?.attach('client', (frame) => {
      const ethernet = packet.readEthernet(frame);
      const arp = ethernet?.type === packet.ETHER_ARP ? packet.readArp(ethernet.payload) : undefined;
      if (arp?.operation === packet.ARP_REQUEST && addressText(arp.to) === addressText(CLIENT)) {
        const answer = {
          operation: packet.ARP_REPLY,
          fromMac: CLIENT_MAC,
          from: CLIENT,
          toMac: arp.fromMac,
          to: arp.from,
        };
        client?.send(packet.makeEthernet(arp.fromMac, CLIENT_MAC, packet.ETHER_ARP, packet.makeArp(answer)));
      } else if (ethernet?.type === packet.ETHER_IPV4 && frame[0] === CLIENT_MAC[0] && frame[1] === CLIENT_MAC[1]) {
        echoed++;
      }
    });
    for (const name of names) await lab.board(name)?.waitFor('ready', 60_000);
    const frames = names.map((name, i) => {
      const to = addressBytes(boardAddresses(i).ip4);
      const segment = packet.makeUdp(CLIENT, 5000, to, 7, PAYLOAD);
      const [ip] = packet.makeIp({ from: CLIENT, to, protocol: packet.PROTO_UDP, ttl: 64 }, segment) as [Uint8Array];
      return packet.makeEthernet(macBytes(macFor(name)), CLIENT_MAC, packet.ETHER_IPV4, ip);
    });
    const pids = names.map((name) => lab.board(name)?.pid as number);
    let sent = 0;
    const run = async (seconds: number): Promise<void> => {
      const begin = performance.now();
      const all = seconds * PER_SECOND * boards;
      for (let i = 0; i < all;) {
        // As many as are due by now, one board after the other.
        const due = Math.min(all, Math.ceil(((performance.now() - begin) / 1000) * PER_SECOND * boards));
        for (; i < due; i++, sent++) client?.send(frames[i % boards] as Uint8Array);
        await pause(2);
      }
      await pause(500);
    };
    await run(1);
    [echoed, sent] = [0, 0];
    const [lab0, boards0] = [process.cpuUsage(), pids.map(cpuMs)];
    const begin = performance.now();
    await run(SECONDS);
    const wall = (performance.now() - begin) * 1000;
    const used = process.cpuUsage(lab0);
    const boardMs = pids.reduce((sum, pid, i) => sum + cpuMs(pid) - (boards0[i] as number), 0);
    const labUs = used.user + used.system;
    return {
      boards,
      sent,
      echoed,
      labUs: labUs / (sent + echoed),
      boardUs: (boardMs * 1000) / Math.max(1, echoed),
      labShare: labUs / wall,
      boardsShare: (boardMs * 1000) / wall,
      boardKiB: pids.reduce((sum, pid) => sum + proportionalKiB(pid), 0) / boards,
      labMiB: process.memoryUsage().rss / 1048576,
    };
  } finally {
    await lab.close();
  }
}

async function main(): Promise<void> {
  const all: Figures[] = [];
  console.log(
    'boards |   sent | echoed | lab µs/datagram | board µs/echo | lab CPU | boards CPU | KiB/board | lab MiB',
  );
  for (const boards of COUNTS) {
    const one = await measure(boards);
    all.push(one);
    const cells = [
      String(boards).padStart(6),
      String(one.sent).padStart(6),
      String(one.echoed).padStart(6),
      one.labUs.toFixed(0).padStart(15),
      one.boardUs.toFixed(0).padStart(13),
      `${(one.labShare * 100).toFixed(1)}%`.padStart(7),
      `${(one.boardsShare * 100).toFixed(1)}%`.padStart(10),
      one.boardKiB.toFixed(0).padStart(9),
      one.labMiB.toFixed(0).padStart(7),
    ];
    console.log(cells.join(' | '));
    if (one.echoed < one.sent * 0.99) throw new Error(`${one.sent - one.echoed} of ${one.sent} echoes are missing`);
  }
  const [, , hundred, threeHundred] = all as [Figures, Figures, Figures, Figures];
  const growth = threeHundred.labUs / hundred.labUs;
  console.log(`a datagram at 300 boards costs the laboratory ${growth.toFixed(2)} times that at 100`);
  if (growth > 2) process.exitCode = 1;
}

void main();
