/* hijackstdio.ts: our stand-in for Node's test/common/hijackstdio: listeners that hear what a program writes. */
type Stream = NodeJS.WriteStream & { writeTimes?: number };

const writers = new Map<Stream, Stream['write']>();

function hijack(stream: Stream, listener: (data: unknown) => void): void {
  const write = stream.write;
  writers.set(stream, write);
  stream.writeTimes = 0;
  stream.write = ((data: never, ...rest: never[]) => {
    try {
      listener(data);
    } catch (error) {
      process.nextTick(() => {
        throw error;
      });
    }
    stream.writeTimes!++;
    return Reflect.apply(write, stream, [data, ...rest]) as boolean;
  }) as Stream['write'];
}

function restore(stream: Stream): void {
  stream.write = writers.get(stream)!;
  delete stream.writeTimes;
}

export const hijackStdout = (listener: (data: unknown) => void): void => hijack(process.stdout, listener);
export const hijackStderr = (listener: (data: unknown) => void): void => hijack(process.stderr, listener);
export const restoreStdout = (): void => restore(process.stdout);
export const restoreStderr = (): void => restore(process.stderr);
