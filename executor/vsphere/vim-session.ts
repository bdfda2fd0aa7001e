import { endpointOf } from './server-address.ts';
import { readSoapAnswer, soapMessage } from './soap-message.ts';
import type { Limits } from './soap-transport.ts';
import { LIMITS, SoapTransport } from './soap-transport.ts';
import { trustedAgent } from './trusted-agent.ts';
import { isSignedOut } from './vim-fault.ts';
import { at, type Ref, refOf, textOf } from './vim-value.ts';
import { explained } from './vsphere-failure.ts';
import type { VSphereServer } from './vsphere-server.ts';
import { type Handing, XmlError, type XmlNode } from './xml-reader.ts';
import { element, reference } from './xml-text.ts';

/** What a server says of itself, and the managed objects that everything else begins at. */
export interface ServiceContent {
  readonly apiType: string | undefined;
  readonly version: string | undefined;
  readonly rootFolder: Ref;
  readonly propertyCollector: Ref;
  readonly sessionManager: Ref;
  readonly viewManager: Ref;
  readonly authorizationManager: Ref | undefined;
  readonly eventManager: Ref | undefined;
  readonly taskManager: Ref | undefined;
  readonly licenseManager: Ref | undefined;
  /** Reaches into machines through VMware Tools. */
  readonly guestOperationsManager: Ref | undefined;
}

/** Time for signing out, also when everything else was given up. */
const GOODBYE_MS = 5000;

/** A signed-in conversation with one vCenter or ESXi host. Whoever opens it closes it. */
export class VimSession {
  readonly server: VSphereServer;
  readonly content: ServiceContent;
  readonly #transport: SoapTransport;
  readonly #signal: AbortSignal;
  #key: string;
  #signedIn = true;

  private constructor(
    server: VSphereServer,
    content: ServiceContent,
    transport: SoapTransport,
    signal: AbortSignal,
    key: string,
  ) {
    this.server = server;
    this.content = content;
    this.#transport = transport;
    this.#signal = signal;
    this.#key = key;
  }

  /** @throws FailbackError that says what is wrong and what to do; or what the signal was aborted with */
  static async open(server: VSphereServer, signal: AbortSignal, limits: Limits = LIMITS): Promise<VimSession> {
    const endpoint = endpointOf(server.address);
    const transport = new SoapTransport(endpoint, trustedAgent(endpoint, server.trust), limits);
    try {
      const content = await serviceContent(transport, signal);
      const key = await signIn(server, content, transport, signal);
      return new VimSession(server, content, transport, signal, key);
    } catch (error) {
      transport.end();
      throw await explained(error, server, endpoint, signal);
    }
  }

  /** Of the session that is on now; `HasPrivilegeOnEntities` asks for it. */
  get key(): string {
    return this.#key;
  }

  /** @throws VimFault and the rest, as they come; `part` explains them */
  async call(method: string, self: Ref, parameters = '', handing?: Handing): Promise<readonly XmlNode[]> {
    const message = soapMessage(method, reference('_this', self) + parameters);
    return readSoapAnswer(method, await this.#transport.send(message, this.#signal), handing);
  }

  /** Like `call`, for what must not happen twice. @throws VimFault where the server refused; otherwise nobody knows whether it did it */
  async callOnce(method: string, self: Ref, parameters: string): Promise<readonly XmlNode[]> {
    const message = soapMessage(method, reference('_this', self) + parameters);
    return readSoapAnswer(method, await this.#transport.sendOnce(message, this.#signal));
  }

  /**
   * Does a part of the reading that begins at its beginning again when the session ends under it, once: views, pages and
   * collectors belong to the session that made them.
   * @throws FailbackError, or what the signal was aborted with
   */
  async part<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!isSignedOut(error)) throw await this.#explained(error);
    }
    try {
      this.#signedIn = false;
      this.#key = await signIn(this.server, this.content, this.#transport, this.#signal);
      this.#signedIn = true;
      return await work();
    } catch (error) {
      throw await this.#explained(error);
    }
  }

  /** Signs out, also after an abort; a server that no longer answers ends the session by itself. */
  async close(): Promise<void> {
    try {
      if (this.#signedIn)
        await this.#transport.send(
          soapMessage('Logout', reference('_this', this.content.sessionManager)),
          AbortSignal.timeout(GOODBYE_MS),
        );
    } catch {
      // Nothing depends on it.
    } finally {
      this.#transport.end();
    }
  }

  /** Lets go of something that the server keeps for this session; what cannot be let go ends with the session. */
  async release(method: string, self: Ref, parameters = ''): Promise<void> {
    try {
      await this.#transport.send(
        soapMessage(method, reference('_this', self) + parameters),
        AbortSignal.timeout(GOODBYE_MS),
      );
    } catch {
      // Nothing depends on it.
    }
  }

  #explained(error: unknown): Promise<unknown> {
    return explained(error, this.server, endpointOf(this.server.address), this.#signal);
  }
}

async function serviceContent(transport: SoapTransport, signal: AbortSignal): Promise<ServiceContent> {
  const method = 'RetrieveServiceContent';
  const instance = reference('_this', { type: 'ServiceInstance', id: 'ServiceInstance' });
  const [content] = readSoapAnswer(method, await transport.send(soapMessage(method, instance), signal));
  const must = (name: string): Ref => {
    const found = refOf(at(content, name));
    if (found === undefined) throw new XmlError(`it has no ${name}`);
    return found;
  };
  const may = (name: string) => refOf(at(content, name));
  return {
    apiType: textOf(at(content, 'about', 'apiType')),
    version: textOf(at(content, 'about', 'version')),
    rootFolder: must('rootFolder'),
    propertyCollector: must('propertyCollector'),
    sessionManager: must('sessionManager'),
    viewManager: must('viewManager'),
    authorizationManager: may('authorizationManager'),
    eventManager: may('eventManager'),
    taskManager: may('taskManager'),
    licenseManager: may('licenseManager'),
    guestOperationsManager: may('guestOperationsManager'),
  };
}

async function signIn(
  server: VSphereServer,
  content: ServiceContent,
  transport: SoapTransport,
  signal: AbortSignal,
): Promise<string> {
  const parameters =
    reference('_this', content.sessionManager) +
    element('userName', server.account) +
    element('password', server.password);
  const [session] = readSoapAnswer('Login', await transport.send(soapMessage('Login', parameters), signal));
  const key = textOf(at(session, 'key'));
  if (key === undefined) throw new XmlError('it tells no session');
  return key;
}
