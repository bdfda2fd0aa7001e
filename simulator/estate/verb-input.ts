/** What a POST on an item asks for, once its body was found to be right. */
export type VerbInput =
  | {
      readonly verb: 'reProtect';
      readonly towards: 'home' | 'azure';
      readonly reprotectAgentId: string | undefined;
      readonly processServerId: string | undefined;
      readonly masterTargetId: string | undefined;
      readonly retentionDrive: string | undefined;
      readonly datastore: string | undefined;
      readonly logStorageAccountId: string | undefined;
      readonly policyId: string | undefined;
      readonly runAsAccountId: string | undefined;
    }
  | {
      readonly verb: 'plannedFailover' | 'unplannedFailover';
      readonly recoveryPointType: string;
      readonly recoveryPointId?: string;
    }
  | { readonly verb: 'failoverCommit' | 'failoverCancel' };
