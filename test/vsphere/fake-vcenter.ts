import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { VSphereServer } from '../../executor/vsphere/vsphere-server.ts';

export const fixtures = join(import.meta.dirname, 'fixtures');

/** What a scene answers in place of the fixture: the whole body, or something that no SOAP server sends. */
export interface Reply {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Nothing comes, ever. */
  readonly silent?: boolean;
  /** The connection is cut. */
  readonly cut?: boolean;
}

export interface Call {
  readonly method: string;
  /** The type that it asks for, where it asks for one. */
  readonly type: string | undefined;
  readonly body: string;
  readonly cookie: string | undefined;
  /** How often this method was called before. */
  readonly before: number;
}

export interface Scene {
  readonly folder?: 'vcenter' | 'host';
  /** Objects a page; the client asks for 500, and a server may give less. */
  readonly page?: number;
  readonly tls?: { readonly cert: string; readonly key: string };
  /** The fixture's text may be changed on its way out. */
  readonly change?: (text: string, call: Call) => string;
  /** Undefined: as the fixtures have it. */
  readonly reply?: (call: Call) => Reply | undefined;
}

export interface FakeVCenter extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly calls: readonly Call[];
  /** Names of the methods called, in order. */
  methods(): readonly string[];
  /** To be captured with. */
  server(more?: Partial<VSphereServer>): VSphereServer;
}

/** A vCenter, or a bare host, on loopback that answers from files in vSphere's own shape. It keeps sessions, views and pages. */
export async function fakeVCenter(scene: Scene = {}): Promise<FakeVCenter> {
  const calls: Call[] = [];
  const answering = new Answering(scene);
  const listener = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const method = /<soapenv:Body><(\w+)/.exec(body)?.[1] ?? '';
    const type = /<propSet><type>(\w+)/.exec(body)?.[1] ?? /<type>(\w+)/.exec(body)?.[1];
    const before = calls.filter((call) => call.method === method).length;
    const call = { method, type, body, cookie: request.headers.cookie, before };
    calls.push(call);
    const reply = scene.reply?.(call) ?? answering.answer(call);
    if (reply.silent === true) return;
    if (reply.cut === true) return void request.socket.destroy();
    response.writeHead(reply.status ?? 200, {
      'content-type': reply.type ?? 'text/xml; charset="utf-8"',
      ...(method === 'Login' ? { 'set-cookie': `vmware_soap_session="session-${before}"; Path=/; HttpOnly` } : {}),
      ...reply.headers,
    });
    response.end(reply.body ?? '');
  };
  const server = scene.tls === undefined ? createServer(listener) : createTlsServer(scene.tls, listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `${scene.tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}/sdk`;
  return {
    url,
    port,
    calls,
    methods: () => calls.map(({ method }) => method),
    server: (more) => ({
      name: 'vc-ams',
      address: url,
      account: 'failback@vsphere.local',
      password: 'p<a>s&s',
      trust: { kind: 'system' },
      knownAs: 'vc-ams.contoso.local',
      ...more,
    }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A fault as vCenter sends it: with HTTP 500. */
export function fault(name: string, inside = ''): Reply {
  return {
    status: 500,
    body: envelope(
      `<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>it is ${name}</faultstring><detail><${name}Fault xmlns="urn:vim25" xsi:type="${name}">${inside}</${name}Fault></detail></soapenv:Fault>`,
    ),
  };
}

export function result(method: string, inside: string): Reply {
  return { body: envelope(`<${method}Response xmlns="urn:vim25">${inside}</${method}Response>`) };
}

function envelope(body: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<soapenv:Envelope xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n<soapenv:Body>\n${body}\n</soapenv:Body>\n</soapenv:Envelope>`;
}

class Answering {
  readonly #scene: Scene;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #pages = new Map<string, string[]>();
  readonly #readCollectors = new Set<string>();
  #count = 0;

  constructor(scene: Scene) {
    this.#scene = scene;
    const folder = join(fixtures, scene.folder ?? 'vcenter');
    const names = readdirSync(folder);
    this.#texts = new Map(names.map((name) => [name.replace('.xml', ''), readFileSync(join(folder, name), 'utf8')]));
  }

  answer(call: Call): Reply {
    const { method, type, body } = call;
    const bare = this.#scene.folder === 'host';
    switch (method) {
      case 'RetrieveServiceContent':
        return result(method, serviceContent(bare));
      case 'Login':
        return body.includes('<password>p&lt;a&gt;s&amp;s</password>')
          ? result(
              method,
              `<returnval><key>key-${call.before}</key><userName>failback@vsphere.local</userName></returnval>`,
            )
          : fault('InvalidLogin');
      case 'CreateContainerView':
        return result(method, `<returnval type="ContainerView">session[${this.#next()}]view</returnval>`);
      case 'CreateCollectorForEvents':
        return result(method, `<returnval type="EventHistoryCollector">collector-${this.#next()}</returnval>`);
      case 'ReadNextEvents': {
        const collector = /EventHistoryCollector">([^<]+)/.exec(body)?.[1] ?? '';
        const first = !this.#readCollectors.has(collector);
        this.#readCollectors.add(collector);
        return result(method, first ? this.#text('events', call) : '');
      }
      case 'QueryAssignedLicenses':
        return result(method, this.#text(method, call));
      case 'HasPrivilegeOnEntities':
        return result(method, privileges(body));
      case 'RetrievePropertiesEx':
        return this.#page(method, this.#objects(type ?? '', call));
      case 'ContinueRetrievePropertiesEx':
        return this.#page(method, this.#pages.get(/<token>([^<]+)/.exec(body)?.[1] ?? '') ?? []);
      default:
        return result(method, '');
    }
  }

  #page(method: string, objects: string[]): Reply {
    const size = this.#scene.page ?? 500;
    const rest = objects.slice(size);
    const token = `token-${this.#next()}`;
    if (rest.length > 0) this.#pages.set(token, rest);
    const head = rest.length > 0 ? `<token>${token}</token>` : '';
    return result(
      method,
      objects.length === 0 ? '' : `<returnval>${head}${objects.slice(0, size).join('\n')}</returnval>`,
    );
  }

  #objects(type: string, call: Call): string[] {
    return this.#text(type, call).match(/<objects>[\s\S]*?<\/objects>/g) ?? [];
  }

  #text(name: string, call: Call): string {
    const text = this.#texts.get(name) ?? '';
    return this.#scene.change?.(text, call) ?? text;
  }

  #next(): number {
    this.#count += 1;
    return this.#count;
  }
}

function serviceContent(bare: boolean): string {
  const managers = bare
    ? [
        ['rootFolder', 'Folder', 'ha-folder-root'],
        ['propertyCollector', 'PropertyCollector', 'ha-property-collector'],
        ['viewManager', 'ViewManager', 'ViewManager'],
        ['sessionManager', 'SessionManager', 'ha-sessionmgr'],
        ['authorizationManager', 'AuthorizationManager', 'ha-authmgr'],
        ['eventManager', 'EventManager', 'ha-eventmgr'],
        ['licenseManager', 'LicenseManager', 'ha-license-manager'],
      ]
    : [
        ['rootFolder', 'Folder', 'group-d1'],
        ['propertyCollector', 'PropertyCollector', 'propertyCollector'],
        ['viewManager', 'ViewManager', 'ViewManager'],
        ['sessionManager', 'SessionManager', 'SessionManager'],
        ['authorizationManager', 'AuthorizationManager', 'AuthorizationManager'],
        ['eventManager', 'EventManager', 'EventManager'],
        ['taskManager', 'TaskManager', 'TaskManager'],
        ['licenseManager', 'LicenseManager', 'LicenseManager'],
      ];
  const about = bare
    ? '<about><name>VMware ESXi</name><version>7.0.3</version><apiType>HostAgent</apiType></about>'
    : '<about><name>VMware vCenter Server</name><version>8.0.3</version><build>24322831</build><apiType>VirtualCenter</apiType></about>';
  return `<returnval>${managers.map(([name, type, id]) => `<${name} type="${type}">${id}</${name}>`).join('')}${about}</returnval>`;
}

/** All that is asked for is granted, on everything that is asked about. */
function privileges(body: string): string {
  const asked = [...body.matchAll(/<privId>([^<]+)/g)].map(([, id]) => id);
  return [...body.matchAll(/<entity type="(\w+)">([^<]+)/g)]
    .map(
      ([, type, id]) =>
        `<returnval><entity type="${type}">${id}</entity>${asked.map((privilege) => `<privAvailability><privId>${privilege}</privId><isGranted>true</isGranted></privAvailability>`).join('')}</returnval>`,
    )
    .join('');
}
