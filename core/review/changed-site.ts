import type { KnownFact, MasterTarget, ProcessServer, Runbook, SignIn } from '../runbook/runbook.ts';
import { asWritten } from './as-written.ts';
import type { Change, Risk } from './change.ts';
import { datastoreIdentity, processServerIdentity, targetIdentity, vcenterIdentity } from './identity.ts';
import type { Sides } from './side.ts';

/** What a site says of one of its servers, by what that server is in the world. */
interface Statement {
  readonly risk: Risk;
  readonly server: string;
  readonly what: string;
  readonly value: string;
  readonly at: Change['at'];
}

/**
 * What the site says otherwise of servers that both versions have: how to sign in, what somebody states of them, what is
 * made and removed. Servers that only one version has are told by the machines that use them.
 */
export function changedSite({ before, after }: Sides): Change[] {
  const old = new Map(statementsOf(before.runbook).map((statement) => [keyOf(statement), statement]));
  const now = new Map(statementsOf(after.runbook).map((statement) => [keyOf(statement), statement]));
  const servers = new Set([...old.values()].map(({ server }) => server));
  const still = new Set([...now.values()].map(({ server }) => server));
  return [...new Set([...now.keys(), ...old.keys()])].flatMap((key) => {
    const was = old.get(key);
    const is = now.get(key);
    const any = is ?? was;
    if (any === undefined || was?.value === is?.value || !servers.has(any.server) || !still.has(any.server)) return [];
    return [
      {
        risk: any.risk,
        kind: 'site',
        subjects: [any.server],
        says: `${any.what} of '${any.server}' was ${asWritten(was?.value)} and is ${asWritten(is?.value)}.`,
        means: undefined,
        at: is?.at,
      },
    ];
  });
}

function keyOf({ server, what }: Statement): string {
  return `${server}\n${what}`;
}

function statementsOf(runbook: Runbook): readonly Statement[] {
  return [
    ...runbook.vcenters.flatMap((each) => [...signIn(vcenterIdentity(each), each), ...stated(each.name, each.known)]),
    ...runbook.hosts.flatMap((each) => [...signIn(each.name, each), ...stated(each.name, each.known)]),
    ...runbook.appliances.flatMap((each) => stated(targetIdentity(each), each.known)),
    ...runbook.masterTargets.flatMap((each) => [...masterTarget(each), ...stated(targetIdentity(each), each.known)]),
    ...runbook.processServers.flatMap((each) => [
      ...processServer(each),
      ...stated(processServerIdentity(each), each.known),
    ]),
    ...runbook.configurationServers.flatMap((each) => [
      ...(each.address === undefined ? [] : [statement('serious', each.serverName, 'The address', each.address)]),
      ...stated(each.serverName, each.known),
    ]),
    ...runbook.connections.map((each) => ({
      ...statement('notable', each.connectionName, 'The kind', each.connectionKind),
    })),
  ];
}

function signIn(server: string, { account, fingerprint, authority }: SignIn): readonly Statement[] {
  return [
    ...(account === undefined ? [] : [statement('notable', server, 'The account', account)]),
    ...(fingerprint === undefined ? [] : [statement('serious', server, 'The pinned certificate', fingerprint)]),
    ...(authority === undefined ? [] : [statement('serious', server, 'The certificate authority', authority)]),
  ];
}

function masterTarget(target: MasterTarget): readonly Statement[] {
  const name = targetIdentity(target);
  return [
    ...(target.host === undefined
      ? []
      : [statement('notable', name, 'The host', { value: target.host.value.name, at: target.host.at })]),
    ...(target.retentionDrive === undefined
      ? []
      : [statement('serious', name, 'The retention drive', target.retentionDrive)]),
    ...(target.datastores.length === 0
      ? []
      : [
          statement('slight', name, 'The reach', {
            value: target.datastores
              .map(({ value }) => datastoreIdentity(value))
              .sort()
              .join(', '),
            at: target.datastores[0]?.at,
          }),
        ]),
  ];
}

function processServer(server: ProcessServer): readonly Statement[] {
  const name = processServerIdentity(server);
  const { where, existing, remove, network, subnet, resourceGroup, vmSize, administrator } = server;
  const written = (
    risk: Risk,
    what: string,
    said: { readonly value: string; readonly at: Change['at'] } | undefined,
  ) => (said === undefined ? [] : [statement(risk, name, what, said)]);
  return [
    statement('serious', name, 'The place', where),
    statement('serious', name, 'Being there already', { value: String(existing?.value ?? false), at: existing?.at }),
    statement('serious', name, 'The end', { value: remove?.value ?? 'never', at: remove?.at }),
    ...written('serious', 'The network', network),
    ...written('notable', 'The subnet', subnet),
    ...written('notable', 'The resource group', resourceGroup),
    ...written('slight', 'The size', vmSize),
    ...written('notable', 'The administrator', administrator),
  ];
}

function stated(server: string, known: readonly KnownFact[]): readonly Statement[] {
  return known.map(({ key, value, at }) =>
    statement('notable', server, `The stated '${key}'`, { value: String(value), at }),
  );
}

function statement(
  risk: Risk,
  server: string,
  what: string,
  said: { readonly value: string; readonly at: Change['at'] },
): Statement {
  return { risk, server, what, value: said.value, at: said.at };
}
