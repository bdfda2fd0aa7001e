import { readFileSync } from 'node:fs';
import type { Runbook } from '../../core/runbook/runbook.ts';
import type { SiteServer } from '../../executor/capture/capture-world.ts';
import { findPassword, passwordMissing } from '../../executor/vsphere/find-password.ts';
import { type ServerToAsk, serversOf } from '../../executor/vsphere/servers-of.ts';
import { refuseSharedVariables } from '../../executor/vsphere/shared-variables.ts';

/** Where a password may come from when neither the environment nor the keyring has it. Undefined: from nowhere. */
export type AskPassword = (servers: readonly ServerToAsk[]) => Promise<ReadonlyMap<string, string>>;

/** The servers of a runbook's site, each ready to be asked or with the reason why nobody can. */
export async function siteServersOf(
  runbook: Runbook,
  env: NodeJS.ProcessEnv,
  ask: AskPassword,
): Promise<readonly SiteServer[]> {
  const servers = serversOf(runbook, (file) => readFileSync(file, 'utf8'));
  refuseSharedVariables(servers, env);
  const passwords = new Map<string, string>();
  for (const { name, account } of servers) {
    const found = account === undefined ? undefined : await findPassword({ name, account }, env);
    if (found !== undefined) passwords.set(name, found);
  }
  const without = servers.filter(({ name, account }) => account !== undefined && !passwords.has(name));
  if (without.length > 0) for (const [name, password] of await ask(without)) passwords.set(name, password);
  return [...servers.map((server) => ready(server, passwords.get(server.name))), ...withoutAddress(runbook)];
}

/** The same servers as a simulated estate shows them: it asks for no password, and a real one never travels to it. */
export function simulatedServers(runbook: Runbook, simulator: string): readonly SiteServer[] {
  const declared = [...runbook.vcenters, ...runbook.hosts.filter(({ vcenter }) => vcenter === undefined)];
  return declared.map(({ name, address, account }) => ({
    kind: 'ready',
    server: {
      name,
      address: new URL(`/vsphere/${encodeURIComponent(name)}/sdk`, simulator).href,
      knownAs: address?.value ?? name,
      account: account?.value ?? 'simulated',
      password: 'simulated',
      trust: { kind: 'system' },
    },
  }));
}

function ready({ name, address, account, trust }: ServerToAsk, password: string | undefined): SiteServer {
  if (account === undefined)
    return closed(
      name,
      address,
      `The runbook names no account to look at '${name}' with. Write \`account: …\` into its block; the password stays out of files.`,
    );
  if (password === undefined) {
    const { message, remedy } = passwordMissing({ name, account });
    return closed(name, address, `${message}\n${remedy}`);
  }
  return { kind: 'ready', server: { name, address, account, password, trust } };
}

function withoutAddress({ vcenters, hosts }: Runbook): readonly SiteServer[] {
  return [...vcenters, ...hosts.filter(({ vcenter }) => vcenter === undefined)]
    .filter(({ address }) => address === undefined)
    .map(({ name }) =>
      closed(name, name, `The runbook does not say where '${name}' is. Write \`address: …\` into its block.`),
    );
}

function closed(name: string, address: string, reason: string): SiteServer {
  return { kind: 'closed', name, address, reason };
}
