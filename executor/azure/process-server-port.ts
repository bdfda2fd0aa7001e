import type { ComputeManagementClient, VirtualMachine } from '@azure/arm-compute';
import { MADE_BY } from '../../core/plan/process-server-calls.ts';
import { replaced } from '../../core/plan/references.ts';
import type { RunCall } from '../../core/run/action.ts';
import { passwordVariable } from '../../core/server-password.ts';
import type { CallOutcome } from '../effects.ts';
import { lastSegment, requiredSegment } from './arm-id.ts';
import type { ArmRest } from './arm-rest.ts';
import { type ArmSession, clientOptions, reading } from './arm-session.ts';
import { outcomeOf, readAnswer } from './service-answer.ts';

export type ProcessServerCall = RunCall & {
  readonly operation: 'create-network-interface' | 'create-process-server' | 'remove-process-server';
};

export function isProcessServerCall(call: RunCall): call is ProcessServerCall {
  return ['create-network-interface', 'create-process-server', 'remove-process-server'].includes(call.operation);
}

/** The password of an account on a server; undefined where nobody gave one. */
export type PasswordOf = (owner: { readonly name: string; readonly account: string }) => Promise<string | undefined>;

const NETWORK_API = '2024-01-01';
/** Seconds until a machine is looked at again that is being made or deleted. */
const MAKING = 60;
const DELETING = 30;

type Body = RunCall['body'];
type Machine = { readonly kind: 'none' } | { readonly kind: 'there'; readonly vm: VirtualMachine };

/**
 * Process servers in Azure, through Compute. Each call looks first, so repeating one does no harm: a lost answer needs no
 * search. What bears the name and was not made by failback is left alone.
 */
export class ProcessServerPort {
  readonly #session: ArmSession;
  readonly #rest: ArmRest;
  readonly #client: ComputeManagementClient;
  readonly #passwordOf: PasswordOf;
  /** Machines whose deletion Azure took from this process; the machine itself shows it late. */
  readonly #deleting = new Set<string>();

  private constructor(session: ArmSession, rest: ArmRest, client: ComputeManagementClient, passwordOf: PasswordOf) {
    this.#session = session;
    this.#rest = rest;
    this.#client = client;
    this.#passwordOf = passwordOf;
  }

  /** Loads the SDK, a chunk of its own. */
  static async open(session: ArmSession, rest: ArmRest, passwordOf: PasswordOf): Promise<ProcessServerPort> {
    const { ComputeManagementClient } = await import('@azure/arm-compute');
    const client = new ComputeManagementClient(session.credential, session.subscription, clientOptions(session));
    return new ProcessServerPort(session, rest, client, passwordOf);
  }

  async call(call: ProcessServerCall, requestId: string): Promise<CallOutcome> {
    const id = call.resourceId ?? '';
    const what = `'${call.operation}' of '${lastSegment(id)}'`;
    try {
      switch (call.operation) {
        case 'create-network-interface':
          return await this.#createInterface(id, call.body, requestId);
        case 'create-process-server':
          return await this.#create(id, call.body, requestId, what);
        case 'remove-process-server':
          return await this.#remove(id, requestId);
      }
    } catch (error) {
      return failed(error, what);
    }
  }

  /** `running`, `deallocated`, …; undefined where there is no such machine. */
  async powerOf(id: string): Promise<string | undefined> {
    return reading(this.#session, `the machine '${lastSegment(id)}'`, async () => {
      const found = await this.#machine(id);
      if (found.kind === 'none') return undefined;
      const codes = (found.vm.instanceView?.statuses ?? []).map(({ code }) => code ?? '');
      return codes.find((code) => code.startsWith('PowerState/'))?.slice('PowerState/'.length) ?? 'unknown';
    });
  }

  async #createInterface(id: string, body: Body, requestId: string): Promise<CallOutcome> {
    const found = (await this.#rest.get(id, NETWORK_API)) as Tagged | undefined;
    if (found !== undefined) return isOurs(found) ? done(`'${lastSegment(id)}' is there.`) : taken(id);
    await this.#rest.put(id, NETWORK_API, body, requestId);
    return done(`'${lastSegment(id)}' is made.`);
  }

  async #create(id: string, body: Body, requestId: string, what: string): Promise<CallOutcome> {
    const name = lastSegment(id);
    const found = await this.#machine(id);
    if (found.kind === 'there') {
      if (!isOurs(found.vm)) return taken(id);
      const state = (found.vm.provisioningState ?? '').toLowerCase();
      if (state === 'succeeded') return done(`'${name}' runs.`);
      if (state === 'failed' || state === 'canceled') return notMade(name, found.vm);
      return { kind: 'not-yet', message: `'${name}' is being made.`, retryAfter: MAKING };
    }
    const password = await this.#passwordOf({ name, account: administratorIn(body) });
    if (password === undefined) return withoutPassword(name);
    // From here on the body holds the password, so it goes to Azure and nowhere else.
    const whole = replaced(body, (reference) => ('$secret' in reference ? password : undefined));
    try {
      await this.#begin((options) =>
        this.#client.virtualMachines.beginCreateOrUpdate(...addressOf(id), machineOf(whole), options(requestId)),
      );
    } catch (error) {
      return withoutEcho(failed(error, what), password);
    }
    return { kind: 'not-yet', message: `'${name}' is being made.`, retryAfter: MAKING };
  }

  async #remove(id: string, requestId: string): Promise<CallOutcome> {
    const name = lastSegment(id);
    const found = await this.#machine(id);
    if (found.kind === 'none') return done(`'${name}' is gone.`);
    if (!this.#deleting.has(id) && !/^deleting$/i.test(found.vm.provisioningState ?? '')) {
      await this.#begin((options) => this.#client.virtualMachines.beginDelete(...addressOf(id), options(requestId)));
      this.#deleting.add(id);
    }
    return { kind: 'not-yet', message: `'${name}' is being deleted.`, retryAfter: DELETING };
  }

  async #machine(id: string): Promise<Machine> {
    try {
      return {
        kind: 'there',
        vm: await this.#client.virtualMachines.get(...addressOf(id), { expand: 'instanceView' }),
      };
    } catch (error) {
      if (readAnswer(error).status === 404) return { kind: 'none' };
      throw error;
    }
  }

  /** Starts an operation and leaves it there: what comes of it is seen by looking at the machine. */
  async #begin(start: (options: (requestId: string) => BeginOptions) => Promise<unknown>): Promise<void> {
    const answered = new AbortController();
    let accepted = false;
    const options = (requestId: string): BeginOptions => ({
      requestOptions: { customHeaders: { 'x-ms-client-request-id': requestId } },
      onResponse: ({ status }) => {
        if (status >= 300) return;
        accepted = true;
        answered.abort();
      },
      abortSignal: answered.signal,
    });
    try {
      await start(options);
    } catch (error) {
      // After the answer there is nothing left to fail but the poll that was cut off.
      if (!accepted) throw error;
    }
  }
}

interface BeginOptions {
  readonly requestOptions: { readonly customHeaders: Readonly<Record<string, string>> };
  readonly onResponse: (response: { readonly status: number }) => void;
  readonly abortSignal: AbortSignal;
}

interface Tagged {
  readonly tags?: Readonly<Record<string, string>>;
}

function isOurs({ tags }: Tagged): boolean {
  return tags !== undefined && MADE_BY in tags;
}

function addressOf(id: string): [resourceGroup: string, name: string] {
  return [requiredSegment(id, 'resourceGroups'), lastSegment(id)];
}

interface WireReference {
  readonly id?: string;
  readonly properties?: { readonly primary?: boolean };
}

/** The SDK wants what the wire keeps under `properties` beside the rest. */
function machineOf(body: Body): VirtualMachine {
  const { properties, ...rest } = body as unknown as { properties: VirtualMachine } & VirtualMachine;
  const references = (properties.networkProfile?.networkInterfaces ?? []) as readonly WireReference[];
  return {
    ...rest,
    ...properties,
    networkProfile: {
      networkInterfaces: references.map(({ id, properties: one }) => ({
        ...(id === undefined ? {} : { id }),
        primary: one?.primary ?? true,
      })),
    },
  };
}

function administratorIn(body: Body): string {
  const { properties } = body as unknown as { properties?: VirtualMachine };
  return properties?.osProfile?.adminUsername ?? '';
}

/** Each call looks first, so one whose fate nobody knows is simply made again. */
function failed(error: unknown, what: string): CallOutcome {
  const outcome = outcomeOf(error, what);
  if (outcome.kind !== 'unknown') return outcome;
  return { kind: 'refused', status: 0, message: outcome.message, retryAfter: DELETING, signIn: false };
}

/** A service, or a proxy before it, may quote in its answer what it was sent, and the answer goes into the journal. */
function withoutEcho(outcome: CallOutcome, password: string): CallOutcome {
  if (!('message' in outcome)) return outcome;
  const asJson = JSON.stringify(password).slice(1, -1);
  return { ...outcome, message: outcome.message.replaceAll(password, '(left out)').replaceAll(asJson, '(left out)') };
}

function done(note: string): CallOutcome {
  return { kind: 'accepted', jobId: undefined, note };
}

function taken(id: string): CallOutcome {
  return {
    kind: 'rejected',
    code: 'name-taken',
    message: `'${lastSegment(id)}' is there already, and failback did not make it: it lacks the tag '${MADE_BY}'.`,
    remedy: 'If it is the process server, write `existing: true` and plan again; else give the new one another name.',
  };
}

function withoutPassword(name: string): CallOutcome {
  return {
    kind: 'rejected',
    code: 'password-missing',
    message: `Nobody gave the password of the administrator of '${name}', and no file may hold it.`,
    remedy: `Keep it in the keyring of the system on which the run is executed, or set ${passwordVariable(name)} where the run is started or resumed. Then:`,
  };
}

function notMade(name: string, { instanceView }: VirtualMachine): CallOutcome {
  const why = instanceView?.statuses?.find(({ code }) => code?.startsWith('ProvisioningState/failed'))?.message;
  return {
    kind: 'rejected',
    code: 'process-server-not-made',
    message: `Azure could not make '${name}'${why === undefined ? '' : `: ${why}`}.`,
    remedy: 'Mend the cause, delete what was half made in the portal, and retry.',
  };
}
