import type { Estate } from '../estate/estate.ts';
import { nameRequest } from '../operation-name.ts';
import { GuestStore } from './guest-store.ts';
import { siteTree } from './objects/site-tree.ts';
import { childText } from './read-xml.ts';
import { serviceContent } from './service-content.ts';
import { Sessions } from './sessions.ts';
import type { VimAnswer } from './signed-in.ts';
import { type SiteServer, same, siteServers } from './site-servers.ts';
import { readCall, type VimCall, writeFault, writeResponse } from './soap.ts';
import { invalidLogin, invalidRequest } from './vim-faults.ts';
import { callMethod } from './vim-methods.ts';
import { moment, object, text, writeValue } from './vim-value.ts';

/** A request as it came off the wire. */
export interface VimRequest {
  readonly method: string;
  readonly url: string;
  readonly cookie: string | undefined;
  readonly text: string;
}

/** What becomes of it: an answer, a broken connection, or silence for ever. */
export type VimOutcome =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly contentType: string;
      readonly text: string;
      readonly setCookie?: string;
    }
  | { readonly kind: 'drop' }
  | { readonly kind: 'silence' };

export type VimEndpoint = (request: VimRequest) => VimOutcome;

const XML = 'text/xml; charset=utf-8';

/** Where a server of the site is asked: its name stands in the path. */
export function vimPath(server: string): string {
  return `/vsphere/${encodeURIComponent(server)}/sdk`;
}

/** The vCenters and bare hosts of an estate, as their SOAP endpoints answer. */
export function makeVimEndpoint(estate: Estate): VimEndpoint {
  const servers = siteServers(estate.inventory).map((server) => ({
    server,
    guests: new GuestStore(),
    sessions: new Sessions(estate.chance, server.name, estate.knobs.vimSessionSeconds),
  }));
  return (request) => {
    const at = estate.settle();
    const name = serverNamed(request.url);
    const found = servers.find(({ server }) => same(server.name, name));
    const token = /\/guestFile\?token=(\d+)$/.exec(request.url)?.[1];
    if (found !== undefined && token !== undefined) {
      const { status, text: content } = found.guests.transfer(request.method, token, request.text);
      return { kind: 'answer', status, contentType: 'application/octet-stream', text: content };
    }
    if (found === undefined || request.method !== 'POST')
      return plain(
        found === undefined ? 404 : 405,
        `No vCenter or ESXi host '${name ?? ''}' stands here for ${request.method}.`,
      );
    const { operation } = nameRequest(request.method, request.url, request.text);
    const { effect } = estate.faults.strike(operation, found.server.name);
    if ((effect?.kind === 'drop' || effect?.kind === 'silence') && !effect.accepted) return { kind: effect.kind };
    if (effect?.kind === 'status')
      return plain(effect.status, `${effect.status} (Failed to connect to endpoint: /sdk)`);

    const call = readCall(request.text);
    if (call === undefined) return answered('', { fault: invalidRequest });
    const { server, sessions, guests } = found;
    if (call.method === 'RetrieveServiceContent') return answered(call.method, content(estate, server));
    if (call.method === 'Login') return login(estate, server, sessions, call, at);
    const session = sessions.of(request.cookie, at);
    const client = session === undefined ? undefined : { estate, server, sessions, session, at, guests };
    const answer = callMethod(client, call);
    // It was done, and nobody hears of it.
    if (effect?.kind === 'drop' || effect?.kind === 'silence') return { kind: effect.kind };
    return answered(call.method, answer);
  };
}

function serverNamed(url: string): string | undefined {
  const name = /^\/vsphere\/([^/?]+)\/(?:sdk|guestFile)\/?(?:\?|$)/.exec(url)?.[1];
  try {
    return name === undefined ? undefined : decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

function content(estate: Estate, server: SiteServer): VimAnswer {
  const root = siteTree(estate, server).tree.rootFolder;
  return { inner: writeValue('returnval', serviceContent(estate, server, root)) };
}

function login(estate: Estate, _server: SiteServer, sessions: Sessions, call: VimCall, at: number): VimOutcome {
  const account = childText(call.arguments, 'userName') ?? '';
  const password = call.arguments.children.find(({ name }) => name === 'password')?.text;
  const wanted = estate.knobs.vimPassword;
  if (account === '' || (wanted !== null && password !== wanted)) return answered('Login', { fault: invalidLogin });
  const session = sessions.begin(account, at);
  const told = object('UserSession', {
    key: text(session.key),
    userName: text(account),
    fullName: text(account),
    loginTime: moment(at),
    lastActiveTime: moment(at),
    locale: text('en'),
    messageLocale: text('en'),
  });
  return {
    ...answered('Login', { inner: writeValue('returnval', told) }),
    setCookie: `vmware_soap_session="${session.cookie}"; Path=/; HttpOnly`,
  };
}

function answered(method: string, answer: VimAnswer): Extract<VimOutcome, { kind: 'answer' }> {
  if ('fault' in answer) return { kind: 'answer', status: 500, contentType: XML, text: writeFault(answer.fault) };
  return { kind: 'answer', status: 200, contentType: XML, text: writeResponse(method, answer.inner) };
}

function plain(status: number, said: string): VimOutcome {
  return { kind: 'answer', status, contentType: 'text/plain; charset=utf-8', text: said };
}
