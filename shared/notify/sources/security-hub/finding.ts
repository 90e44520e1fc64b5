// A finding of Security Hub, in either of its formats: ASFF ("Security Hub Findings - Imported") and OCSF ("Findings Imported V2").
import * as z from 'zod';
import type { NameAndValue } from '#core/notification.ts';
import { envelope } from '#notify/recognition/event-envelope.ts';
import { instant, list, prose, tags, text } from '#notify/recognition/fields.ts';

export type Finding = {
  readonly id: string | undefined;
  readonly title: string | undefined;
  /** As Security Hub rates it: `HIGH`. */
  readonly label: string | undefined;
  readonly text: string | undefined;
  readonly product: string | undefined;
  /** `AwsS3Bucket arn:aws:s3:::name`: type and identifier of what it is about. */
  readonly resources: readonly { readonly type: string | undefined; readonly id: string }[];
  readonly tags: readonly NameAndValue[];
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly lastSeen: string | undefined;
  readonly remediation: string | undefined;
};

const asff = z
  .object({
    Id: text,
    Title: z.string(),
    Severity: z.object({ Label: text }).optional().catch(undefined),
    Description: prose,
    ProductName: text,
    AwsAccountId: text,
    Region: text,
    LastObservedAt: instant,
    Resources: list(z.object({ Type: text, Id: z.string(), Tags: tags })),
    Remediation: z
      .object({ Recommendation: z.object({ Text: text, Url: text }) })
      .optional()
      .catch(undefined),
  })
  .transform(
    (found): Finding => ({
      ...{
        id: found.Id,
        title: found.Title,
        label: found.Severity?.Label,
        text: found.Description,
        product: found.ProductName,
      },
      resources: found.Resources.map(({ Type, Id }) => ({ type: Type, id: Id })),
      tags: found.Resources.flatMap(({ Tags }) => Tags),
      ...{ account: found.AwsAccountId, region: found.Region, lastSeen: found.LastObservedAt },
      remediation: found.Remediation?.Recommendation.Text,
    }),
  );

const ocsf = z
  .object({
    severity: text,
    finding_info: z.object({ uid: text, title: z.string(), desc: prose }),
    metadata: z
      .object({ product: z.object({ name: text }) })
      .optional()
      .catch(undefined),
    cloud: z
      .object({ region: text, account: z.object({ uid: text }).optional().catch(undefined) })
      .optional()
      .catch(undefined),
    resources: list(z.object({ type: text, uid: z.string() })),
    remediation: z.object({ desc: text }).optional().catch(undefined),
  })
  .transform(
    ({ finding_info: info, severity, metadata, cloud, resources, remediation }): Finding => ({
      ...{ id: info.uid, title: info.title, label: severity, text: info.desc, product: metadata?.product.name },
      resources: resources.map(({ type, uid }) => ({ type, id: uid })),
      tags: [],
      ...{ account: cloud?.account?.uid, region: cloud?.region, lastSeen: undefined, remediation: remediation?.desc },
    }),
  );

/** Each event carries one finding. */
export const securityHubEvent = z.object({
  ...envelope,
  source: z.literal('aws.securityhub'),
  detail: z.object({ findings: z.array(z.unknown()).min(1) }),
});

export const findingOf = (found: unknown): Finding | undefined =>
  asff.safeParse(found).data ?? ocsf.safeParse(found).data;
