import type { Estate } from '../estate/estate.ts';
import type { Instant } from '../virtual-clock.ts';
import type { GuestStore } from './guest-store.ts';
import type { Session, Sessions } from './sessions.ts';
import type { SiteServer } from './site-servers.ts';
import type { VimCall, VimFault } from './soap.ts';

/** What became of a call: the elements of its response, or a fault. */
export type VimAnswer = { readonly inner: string } | { readonly fault: VimFault };

/** One server as a signed-in client sees it at one moment. */
export interface SignedIn {
  readonly estate: Estate;
  readonly server: SiteServer;
  readonly sessions: Sessions;
  readonly session: Session;
  readonly at: Instant;
  readonly guests: GuestStore;
}

/** What the server does when a method is called. */
export type VimMethod = (client: SignedIn, call: VimCall) => VimAnswer;
