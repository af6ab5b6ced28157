/**
 * The gateway's name server. Addresses come from the host's own resolver, as every program of the host gets them
 * (/etc/hosts, mDNS, what the system is set to); other types from the name servers that the host is set to.
 */
import * as dgram from 'node:dgram';
import * as dns from 'node:dns';
import { isIPv6 } from 'node:net';
import { answerDns, DNS_PORT, RCODE, readDns, TYPE_A, TYPE_AAAA } from '../packets/dns';

/** The system's resolver does not tell how long an answer holds. Seconds. */
const TTL = 30;
const RELAY_MS = 5000;
/** Queries under way; more are refused. */
const MAX_QUERIES = 256;

/** What the host knows of a name; rejects as dns.promises.lookup() does. */
export type Lookup = (name: string) => Promise<dns.LookupAddress[]>;

const systemLookup: Lookup = (name) => dns.promises.lookup(name, { all: true, verbatim: true });

export class NameServer {
  private underway = 0;

  constructor(
    private readonly lookup: Lookup = systemLookup,
    private readonly servers: () => string[] = dns.getServers,
  ) {}

  /** Answers a query; undefined when there is nothing to say. Never rejects. */
  async answer(query: Uint8Array): Promise<Uint8Array | undefined> {
    const asked = readDns(query);
    const question = asked?.questions[0];
    if (!asked || asked.response || !question) return undefined;
    if (this.underway >= MAX_QUERIES) return answerDns(query, [], RCODE.refused, 0);
    this.underway++;
    try {
      const family = question.type === TYPE_A ? 4 : question.type === TYPE_AAAA ? 6 : undefined;
      if (family === undefined) return await this.relay(query);
      const found = await this.lookup(question.name);
      const addresses = found
        .filter((entry) => entry.family === family)
        .map((entry) => entry.address.replace(/%.*$/, ''));
      return answerDns(query, addresses, RCODE.ok, TTL);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return answerDns(query, [], code === 'ENOTFOUND' ? RCODE.noName : RCODE.failure, 0);
    } finally {
      this.underway--;
    }
  }

  private relay(query: Uint8Array): Promise<Uint8Array | undefined> {
    // "1.1.1.1", "1.1.1.1:5300", "::1", "[::1]:5300"
    const server = this.servers()[0];
    const match = server === undefined || isIPv6(server) ? null : /^\[?([^\]]+?)\]?:(\d+)$/.exec(server);
    const host = match?.[1] ?? server;
    if (host === undefined) return Promise.resolve(answerDns(query, [], RCODE.failure, 0));
    const socket = dgram.createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    return new Promise((resolve) => {
      const done = (answer: Uint8Array | undefined): void => {
        clearTimeout(timer);
        socket.close();
        resolve(answer);
      };
      const fail = (): void => done(answerDns(query, [], RCODE.failure, 0));
      const timer = setTimeout(fail, RELAY_MS);
      socket.once('error', fail);
      socket.on('message', (answer) => {
        if (answer.length > 2 && answer[0] === query[0] && answer[1] === query[1]) done(answer);
      });
      socket.connect(match ? Number(match[2]) : DNS_PORT, host, () => socket.send(query));
    });
  }
}
