/** Node 18's `tty`: a device has no terminal, its console is a stream of bytes. */
import refusals = require('./internal/unavailable');

const { unavailable } = refusals;

const instead = 'A device has no terminal; its console is process.stdout.';

export = {
  isatty: (_fd: number): boolean => false,
  ReadStream: unavailable('tty.ReadStream', instead),
  WriteStream: unavailable('tty.WriteStream', instead),
};
