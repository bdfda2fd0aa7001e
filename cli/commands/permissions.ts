import { Command, Option } from 'commander';
import { makePlan } from '../../core/plan/make-plan.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { customRole, requiredActions } from '../../core/plan/required-actions.ts';
import { guestPrivileges, isNeededOn, neededPrivileges } from '../../core/rules/vsphere-privileges.ts';
import { showControlsInLines } from '../../core/show-controls.ts';
import type { CommandContext } from '../context.ts';
import { readInventory, readRunbook, wholeRunbook } from '../read-runbook.ts';

interface PermissionsOptions {
  readonly inventory?: string;
  readonly format: 'pretty' | 'role' | 'json';
}

/** `failback permissions`: the least that the accounts of a run must be allowed. */
export function permissionsCommand(context: CommandContext): Command {
  return new Command('permissions')
    .summary('say what the accounts of a run must be allowed')
    .description(
      'Says which actions of Azure and which privileges of vSphere the plan of a runbook needs, by operation, and nothing else. `--format role` writes a custom role for just that plan, as `az role definition create` takes it.',
    )
    .argument('<file>', 'a runbook')
    .option('--inventory <file>', 'captured facts; by default the inventory that the runbook names')
    .addOption(new Option('--format <format>', 'how to show it').choices(['pretty', 'role', 'json']).default('pretty'))
    .action((file: string, options: PermissionsOptions) => permissions(context, file, options));
}

async function permissions(context: CommandContext, file: string, { inventory: wanted, format }: PermissionsOptions) {
  const { terminal } = context;
  const onDisk = await readRunbook(context, file);
  const runbook = wholeRunbook(onDisk);
  const inventory = await readInventory(context, runbook, wanted, (missing) => {
    terminal.err.write(
      showControlsInLines(
        `There is no '${missing}' yet, so the resource groups in which the rights are needed are not known.\n`,
      ),
    );
  });
  const { plan } = makePlan(runbook, inventory?.inventory, {
    now: context.now(),
    part: 'whole',
    runbookFile: onDisk.name,
    inventoryFile: inventory?.name,
  });
  terminal.out.write(
    format === 'pretty'
      ? pretty(plan)
      : `${JSON.stringify(format === 'role' ? customRole(plan) : asJson(plan), undefined, 2)}\n`,
  );
}

function privilegesOf({ architecture, steps }: Plan): readonly (readonly [string, string])[] {
  const runsInside = steps.some((step) => step.kind === 'run' && step.guest?.in === 'site');
  return [
    ...[...neededPrivileges].filter(([privilege]) => isNeededOn(architecture, privilege)),
    ...(runsInside ? guestPrivileges : []),
  ];
}

function asJson(plan: Plan) {
  const { byOperation, scopes } = requiredActions(plan);
  return {
    azure: { scopes, operations: Object.fromEntries(byOperation) },
    vsphere: privilegesOf(plan).map(([id, shown]) => ({ id, shown })),
  };
}

function pretty(plan: Plan): string {
  const { byOperation, scopes } = requiredActions(plan);
  const operations = [...byOperation].map(
    ([operation, actions]) => `  ${operation}\n${actions.map((action) => `    ${action}\n`).join('')}`,
  );
  const groups =
    scopes.length === 0 ? '  not known without an inventory\n' : scopes.map((scope) => `  ${scope}\n`).join('');
  return showControlsInLines(
    [
      `Azure, for whoever runs '${plan.runbook.name}', in these resource groups:\n${groups}`,
      `${operations.join('')}`,
      `vSphere, for the account of the ${plan.architecture === 'modernized' ? 'appliance' : 'configuration server'}, on the datacenter and all in it:\n`,
      ...privilegesOf(plan).map(([id]) => `  ${id}\n`),
    ].join(''),
  );
}
