import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Tells Node where to keep what it compiled of the server, so that the next start need not do it again. Code is read from
 * there, so it is a folder that belongs to this user alone, and not the one for everybody that Node would take. One that
 * cannot be written, and a Node that knows no such thing, start the server as they did.
 */
export function keepCompiled(env: NodeJS.ProcessEnv): { readonly NODE_COMPILE_CACHE: string } {
  return { NODE_COMPILE_CACHE: env.NODE_COMPILE_CACHE || join(cacheFolder(env), 'failback', 'compiled') };
}

function cacheFolder(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return env.LOCALAPPDATA || join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return env.XDG_CACHE_HOME || join(homedir(), '.cache');
}
