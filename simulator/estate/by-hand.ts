import type { Instant } from '../virtual-clock.ts';
import type { Estate } from './estate.ts';
import { registerProcessServer } from './register-process-server.ts';

/** What people do on a real site, and a rehearsal does through the control plane. */
export type ByHand = 'register-process-server' | 'delete-site-machine';

/** @returns what came of it, or why nothing did. */
export function doByHand(
  estate: Estate,
  what: ByHand,
  name: string,
  at: Instant,
): Readonly<Record<string, string>> | string {
  switch (what) {
    case 'register-process-server': {
      const server = registerProcessServer(estate, name, at);
      return typeof server === 'string' ? server : { id: server.id, name: server.name };
    }
    case 'delete-site-machine':
      return estate.deleteSiteMachine(name) ? { deleted: name } : `There is no machine '${name}' on the site.`;
  }
}
