import { type Answer, armError, notFound, ok, page } from '../arm/answer.ts';
import type { Call } from '../arm/call.ts';
import type { Route } from '../arm/router.ts';
import type { Estate } from '../estate/estate.ts';
import { sameId } from '../estate/same-id.ts';
import { readJobFilter } from './job-filter.ts';
import { renderAppliance } from './render-appliance.ts';
import { renderContainer, renderMapping, renderPolicy } from './render-configuration.ts';
import { renderFabric } from './render-fabric.ts';
import { renderJob } from './render-job.ts';
import { renderVault } from './render-vault.ts';
import { renderVaultHealth } from './render-vault-health.ts';
import { lastOf } from './service-ids.ts';

/** The vault and what hangs in it: fabrics, appliances, containers, policies, mappings, jobs, health. */
export function vaultRoutes(estate: Estate, vault: string): readonly Route[] {
  const { inventory } = estate;
  const fabrics = inventory.fabrics ?? [];
  const named = (list: readonly { readonly id: string }[], name: string | undefined) =>
    list.find((one) => lastOf(one.id).toLowerCase() === name?.toLowerCase());
  return [
    ['GET', vault, () => ok(renderVault(estate))],
    ['GET', `${vault}/replicationFabrics`, (call) => page(fabrics.map((one) => renderFabric(estate, one, call.at)))],
    [
      'GET',
      `${vault}/replicationFabrics/{fabric}`,
      (call) => {
        const fabric = fabrics.find((one) => one.name.toLowerCase() === call.path.fabric?.toLowerCase());
        return fabric === undefined ? notFound(call.path.fabric ?? '') : ok(renderFabric(estate, fabric, call.at));
      },
    ],
    [
      'GET',
      `${vault}/replicationFabrics/{fabric}/replicationProtectionContainers`,
      (call) => {
        const fabric = named(fabrics, call.path.fabric);
        if (fabric === undefined) return notFound(call.path.fabric ?? '');
        const ids = fabrics.find((one) => one.id === fabric.id)?.containerIds ?? [];
        return page(ids.map((id) => renderContainer(estate, id)));
      },
    ],
    [
      'GET',
      `${vault}/replicationFabrics/{fabric}/replicationProtectionContainers/{container}`,
      (call) => {
        const ids = fabrics.find((one) => sameId(one.name, call.path.fabric))?.containerIds ?? [];
        const id = ids.find((one) => sameId(lastOf(one), call.path.container));
        return id === undefined ? notFound(call.path.container ?? '') : ok(renderContainer(estate, id));
      },
    ],
    [
      'GET',
      `${vault}/replicationFabrics/{fabric}/replicationProtectionContainers/{container}/replicationProtectionContainerMappings/{mapping}`,
      (call) => {
        const found = named(inventory.mappings ?? [], call.path.mapping);
        const mapping = inventory.mappings?.find((one) => one.id === found?.id);
        return mapping === undefined || !sameId(lastOf(mapping.sourceContainerId), call.path.container)
          ? notFound(call.path.mapping ?? '')
          : ok(renderMapping(estate, mapping));
      },
    ],
    [
      'GET',
      `${vault}/replicationProtectionContainers`,
      () => page(fabrics.flatMap((one) => one.containerIds).map((id) => renderContainer(estate, id))),
    ],
    [
      'GET',
      `${vault}/replicationAppliances`,
      (call) =>
        page([
          {
            properties: {
              providerSpecificDetails: {
                instanceType: 'InMageRcm',
                appliances: (inventory.appliances ?? []).map((one) => renderAppliance(estate, one, call.at)),
              },
            },
          },
        ]),
    ],
    ['GET', `${vault}/replicationPolicies`, () => page((inventory.policies ?? []).map((one) => renderPolicy(one)))],
    [
      'GET',
      `${vault}/replicationPolicies/{policy}`,
      (call) => {
        const policy = inventory.policies?.find((one) => one.name.toLowerCase() === call.path.policy?.toLowerCase());
        return policy === undefined ? notFound(call.path.policy ?? '') : ok(renderPolicy(policy));
      },
    ],
    [
      'GET',
      `${vault}/replicationProtectionContainerMappings`,
      () => page((inventory.mappings ?? []).map((one) => renderMapping(estate, one))),
    ],
    [
      'GET',
      `${vault}/replicationFabrics/{fabric}/replicationProtectionContainers/{container}/replicationProtectionContainerMappings`,
      (call) =>
        page(
          (inventory.mappings ?? [])
            .filter((one) => lastOf(one.sourceContainerId).toLowerCase() === call.path.container?.toLowerCase())
            .map((one) => renderMapping(estate, one)),
        ),
    ],
    ['GET', `${vault}/replicationJobs`, (call) => listJobs(estate, call)],
    [
      'GET',
      `${vault}/replicationJobs/{job}`,
      (call) => {
        const job = estate.jobs.get(call.path.job ?? '');
        return job === undefined ? notFound(call.path.job ?? '') : ok(renderJob(estate, job, call.at, false));
      },
    ],
    ['GET', `${vault}/replicationVaultHealth`, () => ok(renderVaultHealth(estate))],
  ];
}

/** A list of jobs is cut without a word: no next link says that there were more. Recorded. */
function listJobs(estate: Estate, call: Call): Answer {
  const { knobs } = estate;
  const filter = readJobFilter(call.query.get('$filter'), call.at, knobs);
  if (typeof filter === 'string')
    return armError(
      400,
      'InvalidFilter',
      `The filter '${filter}' cannot be read. Filter by StartTime, EndTime, JobStatus.`,
    );
  const at = call.at - knobs.jobListLagSeconds * 1000;
  const jobs = estate.jobs.list({ ...filter, to: Math.min(filter.to, at) }, at, knobs.jobListCap);
  return page(jobs.map((job) => renderJob(estate, job, at, true)));
}
