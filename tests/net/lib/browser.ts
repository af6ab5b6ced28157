/*
 * browser.ts: a headless Chromium, driven by its DevTools protocol over a pipe.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { inRoot } from '#toolchain/build/paths';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome'];

function program(): string | undefined {
  const folders = (process.env.PATH ?? '').split(':');
  return PROGRAMS.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) =>
    fs.existsSync(file),
  );
}

/** Why there is no browser here, or false: what a test hands to node:test's `skip`. */
export function browserMissing(): string | false {
  return program() === undefined ? 'there is no Chromium (Debian package chromium)' : false;
}

interface Answer {
  id?: number;
  method?: string;
  params?: {
    exceptionDetails?: { text: string; exception?: { description?: string } };
    entry?: { level: string; text: string };
  };
  result?: Record<string, unknown>;
  error?: { message: string };
}

export class Browser {
  /** Uncaught errors of the page, and what its console called errors. */
  readonly errors: string[] = [];
  private readonly waiting = new Map<number, (answer: Answer) => void>();
  private sent = 0;
  private rest = '';
  private session: string | undefined;

  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {
    (child.stdio[4] as Readable).setEncoding('utf8').on('data', (data: string) => {
      const messages = (this.rest + data).split('\0');
      this.rest = messages.pop() as string;
      for (const message of messages) this.take(JSON.parse(message) as Answer);
    });
  }

  static async open(size: { width: number; height: number; dark?: boolean }): Promise<Browser> {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tinygram-browser-'));
    const args = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars'];
    const more = ['--remote-debugging-pipe', '--no-first-run', `--user-data-dir=${folder}`, 'about:blank'];
    const child = spawn(program() as string, [...args, ...more], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const browser = new Browser(child, folder);
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' });
    browser.session = (await browser.send('Target.attachToTarget', { targetId, flatten: true })).sessionId as string;
    for (const domain of ['Page', 'Runtime', 'Log', 'DOM']) await browser.send(`${domain}.enable`);
    await browser.resize(size);
    return browser;
  }

  async resize({ width, height, dark = false }: { width: number; height: number; dark?: boolean }): Promise<void> {
    await this.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
    const features = [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }];
    await this.send('Emulation.setEmulatedMedia', { features });
  }

  async go(url: string): Promise<void> {
    await this.send('Page.navigate', { url });
  }

  /** The value of an expression in the page; promises are waited for. */
  async run<T>(expression: string): Promise<T> {
    const answer = await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
    const { result, exceptionDetails } = answer as {
      result: { value: T };
      exceptionDetails?: { exception?: { description?: string }; text: string };
    };
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** Waits until an expression is true in the page, and gives its value. */
  async until<T>(expression: string, milliseconds = 20_000): Promise<T> {
    const deadline = Date.now() + milliseconds;
    for (;;) {
      const value = await this.run<T>(expression).catch(() => undefined);
      if (value) return value;
      if (Date.now() > deadline)
        throw new Error(`not within ${milliseconds} ms: ${expression}\n${this.errors.join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Presses and lets go of a key ("/", "ArrowDown"). */
  async key(key: string): Promise<void> {
    const text = key.length === 1 ? key : undefined;
    await this.send('Input.dispatchKeyEvent', { type: 'keyDown', key, ...(text ? { text } : {}) });
    await this.send('Input.dispatchKeyEvent', { type: 'keyUp', key });
  }

  async type(text: string): Promise<void> {
    await this.send('Input.insertText', { text });
  }

  /** Keeps a picture of the page as build/screenshots/NAME.png. */
  async picture(name: string): Promise<void> {
    const { data } = await this.send('Page.captureScreenshot', { format: 'png' });
    const file = inRoot('build', 'screenshots', `${name}.png`);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, Buffer.from(data as string, 'base64'));
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
    fs.rmSync(this.folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    const id = ++this.sent;
    const session = this.session === undefined ? {} : { sessionId: this.session };
    (this.child.stdio[3] as Writable).write(`${JSON.stringify({ id, method, params, ...session })}\0`);
    return new Promise((resolve, reject) => {
      this.waiting.set(id, ({ result, error }) =>
        error ? reject(new Error(`${method}: ${error.message}`)) : resolve(result ?? {}),
      );
    });
  }

  private take(answer: Answer): void {
    if (answer.id !== undefined) {
      this.waiting.get(answer.id)?.(answer);
      this.waiting.delete(answer.id);
    } else if (answer.method === 'Runtime.exceptionThrown') {
      const details = answer.params?.exceptionDetails;
      this.errors.push(details?.exception?.description ?? details?.text ?? 'an exception');
    } else if (answer.method === 'Log.entryAdded' && answer.params?.entry?.level === 'error') {
      this.errors.push(answer.params.entry.text);
    }
  }
}
