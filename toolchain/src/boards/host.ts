/** The host port: the runtime as a Linux process. */
import type { BoardCommand, RunOptions } from './board';

export function hostCommand(firmware: string, options: RunOptions): BoardCommand {
  const args: string[] = [];
  if (options.image !== undefined) args.push(`image=${options.image}`);
  const network = options.network ?? { kind: 'none' };
  if (network.kind === 'link') args.push(`net=link:${network.socket}`);
  if (network.kind === 'tap') args.push(`net=tap:${network.name}`);
  if (options.channel) args.push('channel=3');
  args.push(...(options.words ?? []));
  if (options.argv?.length) args.push('--', ...options.argv);
  return {
    program: firmware,
    args,
    ...(options.channel ? { channelFd: 3 as const } : {}),
    stderrIsConsole: true,
    cleanUp: () => undefined,
  };
}
