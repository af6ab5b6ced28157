// A CoAP server (RFC 7252): GET /temperature, GET and PUT /light, and /.well-known/core that lists them.
import * as dgram from 'dgram';
import { CODES, encode, hasUnknownOption, OPTIONS, parse, pathOf, TYPES, type Message } from './coap';

const PORT = 5683;
const TEXT = 0;
const LINKS = 40;

interface Answer {
  code: number;
  text?: string;
  format?: number;
}
type Handler = (request: Message) => Answer;

let light = 'off';

const resources: Record<string, { get?: Handler; put?: Handler }> = {
  '/.well-known/core': {
    get: () => ({ code: CODES.content, format: LINKS, text: '</temperature>;rt="celsius",</light>;rt="switch"' }),
  },
  '/temperature': {
    get: () => ({ code: CODES.content, text: (20 + 5 * Math.sin(process.uptime() / 60)).toFixed(2) }),
  },
  '/light': {
    get: () => ({ code: CODES.content, text: light }),
    put: ({ payload }) => {
      const wanted = payload.toString();
      if (wanted !== 'on' && wanted !== 'off') return { code: CODES.badRequest, text: 'It is on or off.' };
      light = wanted;
      console.log(`the light is ${light}`);
      return { code: CODES.changed };
    },
  },
};

function answerTo(request: Message): Answer {
  if (hasUnknownOption(request, [OPTIONS.uriPath])) return { code: CODES.badOption };
  const path = pathOf(request);
  const resource = Object.prototype.hasOwnProperty.call(resources, path) ? resources[path] : undefined;
  if (resource === undefined) return { code: CODES.notFound };
  const handler = { [CODES.get]: resource.get, [CODES.put]: resource.put }[request.code];
  return handler === undefined ? { code: CODES.methodNotAllowed } : handler(request);
}

const server = dgram.createSocket('udp4');
let ownId = Math.floor(Math.random() * 0x10000);

// An error is about one datagram, or says that nobody listens at its address; the server goes on.
server.on('error', (error) => {
  console.error(`server error: ${error.message}`);
});

server.on('message', (data, from) => {
  const request = parse(data);
  // What is no request of CoAP gets no answer: it may have a forged sender.
  if (request === undefined || from.port === 0 || request.type >= TYPES.acknowledgement) return;
  const confirmable = request.type === TYPES.confirmable;
  const reply = (message: Message): void => {
    server.send(encode(message), from.port, from.address, (error) => {
      if (error) console.error(`no answer to ${from.address}:${from.port}: ${error.message}`);
    });
  };
  const head = { token: request.token, options: [], payload: Buffer.alloc(0) };
  if (request.code === CODES.empty || request.code >> 5 !== 0) {
    // A ping, or an answer that nobody asked for.
    if (confirmable) reply({ ...head, token: Buffer.alloc(0), type: TYPES.reset, code: CODES.empty, id: request.id });
    return;
  }
  const { code, text = '', format = TEXT } = answerTo(request);
  console.log(`${pathOf(request)}: ${code >> 5}.${String(code & 31).padStart(2, '0')}`);
  ownId = (ownId + 1) & 0xffff;
  reply({
    ...head,
    type: confirmable ? TYPES.acknowledgement : TYPES.nonConfirmable,
    code,
    id: confirmable ? request.id : ownId,
    options: text === '' ? [] : [{ number: OPTIONS.contentFormat, value: Buffer.from(format === 0 ? [] : [format]) }],
    payload: Buffer.from(text),
  });
});

server.bind(PORT, () => console.log(`CoAP server listening ${PORT}`));
