// Discovery: the board is found as NAME.local and as a service _tinygram._udp, and finds others of its kind (mDNS).
import * as dgram from 'dgram';
import * as os from 'os';
import { encode, nameBytes, parse, TYPES, type Answer, type Question } from './dns';

const GROUP = '224.0.0.251';
const PORT = 5353;
const SERVICE = '_tinygram._udp.local';
const SERVICE_PORT = 41234;
const TTL = 120;
/** For who asks from a port of its own and knows nothing of mDNS (RFC 6762, 6.7). */
const LEGACY_TTL = 10;
const PERIOD_MS = Number(process.env.PERIOD_MS) || 30_000;

const host = `${os.hostname()}.local`;
const instance = `${os.hostname()}.${SERVICE}`;

function ownAddress(): string | undefined {
  const all = Object.values(os.networkInterfaces()).flatMap((list) => list ?? []);
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
}

/** All that this board says of itself. */
function records(): Answer[] {
  const address = ownAddress();
  const service = Buffer.alloc(6);
  service.writeUInt16BE(SERVICE_PORT, 4);
  return [
    { name: SERVICE, type: TYPES.PTR, ttl: TTL, data: nameBytes(instance) },
    { name: instance, type: TYPES.SRV, ttl: TTL, data: Buffer.concat([service, nameBytes(host)]) },
    { name: instance, type: TYPES.TXT, ttl: TTL, data: Buffer.from([0]) },
    ...(address === undefined
      ? []
      : [{ name: host, type: TYPES.A, ttl: TTL, data: Buffer.from(address.split('.').map(Number)) }]),
  ];
}

const isAsked = (record: Answer, { name, type }: Question): boolean =>
  name.toLowerCase() === record.name.toLowerCase() && (type === record.type || type === TYPES.ANY);

const found = new Set<string>();
const socket = dgram.createSocket({ type: 'udp4', reuseAddr: true });

function send(data: Buffer, port: number, address: string): void {
  socket.send(data, port, address, (error) => {
    if (error) console.error(`not sent to ${address}:${port}: ${error.message}`);
  });
}

// An error is about one datagram; the board goes on.
socket.on('error', (error) => {
  console.error(`discovery error: ${error.message}`);
});

socket.on('message', (data, from) => {
  const message = parse(data);
  if (message === undefined || from.port === 0) return;
  if (message.response) {
    for (const { name, type, data: to } of message.answers) {
      const other = to.toString();
      if (name !== SERVICE || type !== TYPES.PTR || other === instance || found.has(other) || found.size >= 100)
        continue;
      found.add(other);
      console.log(`found ${other} at ${from.address}`);
    }
    return;
  }
  const own = records();
  const answers = own.filter((record) => message.questions.some((question) => isAsked(record, question)));
  if (answers.length === 0) return;
  console.log(`asked by ${from.address}:${from.port}`);
  const legacy = from.port !== PORT;
  // Who asks for the service wants to know the rest too.
  const all = answers.some(({ type }) => type === TYPES.PTR) ? own : answers;
  const alone = legacy || message.questions.every(({ unicast }) => unicast);
  send(
    encode({
      id: legacy ? message.id : 0,
      response: true,
      questions: legacy ? message.questions : [],
      answers: all.map((answer) => ({ ...answer, ttl: legacy ? LEGACY_TTL : answer.ttl })),
    }),
    alone ? from.port : PORT,
    alone ? from.address : GROUP,
  );
});

function ask(): void {
  const questions = [{ name: SERVICE, type: TYPES.PTR, unicast: false }];
  send(encode({ id: 0, response: false, questions, answers: [] }), PORT, GROUP);
}

socket.bind(PORT, () => {
  socket.setMulticastTTL(255);
  try {
    socket.addMembership(GROUP);
  } catch (error) {
    console.error(`no multicast here: ${(error as Error).message}`);
  }
  console.log(`${host} listens for questions`);
  send(encode({ id: 0, response: true, questions: [], answers: records() }), PORT, GROUP);
  ask();
  setInterval(ask, PERIOD_MS);
});
