/* beside_stranger.ts: an app on a board whose link is its own, and one station beside it that a test speaks through. */
import type { Board, BoardOptions } from '#toolchain/boards/board';
import { Link, type LinkOptions, macFor } from '#toolchain/lab/switch';
import { firmwareOf } from '../../runner/targets';
import { type App, withBoard } from './app';
import { Stranger } from './stranger';

export interface Place {
  board: Board;
  link: Link;
  stranger: Stranger;
}

/** Where and how the board runs, beside its target, image and network. */
export type PlaceOptions = Partial<BoardOptions> & { link?: LinkOptions };

/**
 * Runs the app as long as `body` does, then ends the board and removes the app. The stranger answers for `addresses`;
 * `words` are boot options beside the board's MAC address.
 */
export async function besideStranger(
  app: App,
  addresses: string[],
  { link: linkOptions, words = [], ...options }: PlaceOptions,
  body: (place: Place) => Promise<void>,
): Promise<void> {
  const mac = macFor('board');
  const link = Link.open(linkOptions);
  const stranger = new Stranger(link, mac, addresses);
  try {
    const plugged = {
      port: app.target.port,
      firmware: options.firmware ?? (await firmwareOf(app.target)),
      image: app.image,
      words: [`mac=${mac}`, ...words],
      network: { kind: 'link' as const, socket: await link.plug('board') },
      ...options,
    };
    await withBoard(plugged, (board) => body({ board, link, stranger }));
  } finally {
    stranger.close();
    await link.close();
    app.remove();
  }
}
