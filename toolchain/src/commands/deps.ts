/** `tinygram deps`: the pinned third-party sources in build/deps/. */
import { fetchDeps } from '../build/deps';

export async function deps(names: string[]): Promise<void> {
  await fetchDeps(names);
}
