/** `tinygram deps`: the pinned third-party sources in build/deps/. */
import { fetchDeps } from '../build/deps';
import { packageData } from '../build/paths';
import { UserError } from '../user_error';

export async function deps(names: string[]): Promise<void> {
  if (packageData() !== undefined)
    throw new UserError('This package of Tinygram has what the sources make: only a clone of it fetches them.');
  await fetchDeps(names, { look: true });
}
