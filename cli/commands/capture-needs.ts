import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { findPassword } from '../../executor/vsphere/find-password.ts';
import { serversOf } from '../../executor/vsphere/servers-of.ts';
import type { CommandContext } from '../context.ts';
import { pathAsWritten, readRunbook, wholeRunbook } from '../read-runbook.ts';

/**
 * `failback capture-needs` (hidden): what whoever starts a capture for a person has to know beforehand. The editor asks,
 * so that it can ask for passwords; none is ever in the answer.
 */
export function captureNeedsCommand(context: CommandContext): Command {
  return new Command('capture-needs')
    .description('Tells, as JSON, the inventory of a runbook and the servers of its site that want a password.')
    .argument('<file>', 'a runbook')
    .action((file: string) => tell(context, file));
}

async function tell(context: CommandContext, file: string): Promise<void> {
  const runbook = wholeRunbook(await readRunbook(context, file));
  const { inventory } = runbook;
  const servers = [];
  for (const { name, address, account } of serversOf(runbook, (path) => readFileSync(path, 'utf8'))) {
    const password = account === undefined ? undefined : await findPassword({ name, account }, context.env);
    servers.push({
      name,
      address,
      account: account ?? null,
      wantsPassword: account !== undefined && password === undefined,
    });
  }
  const path = inventory === undefined ? null : pathAsWritten(inventory);
  context.terminal.out.write(`${JSON.stringify({ inventory: path, servers })}\n`);
}
