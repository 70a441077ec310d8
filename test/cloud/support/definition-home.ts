import type { Cloud } from './cloud.ts';
import type { SaidEvent } from './event-bus.ts';
import { authorization } from './proxied-backend.ts';

/** Where a cloud keeps images.yaml, and what AWS says when it changes. */
export interface DefinitionHome {
  /** Writes the file; `undefined` removes it. The event is published once. */
  write(text: string | undefined): Promise<void>;
}

/** A bucket of the template. Says nothing where the bucket does not send its events to EventBridge. */
export function bucketHome(cloud: Cloud, key = 'images.yaml'): DefinitionHome {
  const { properties, created } = cloud.find('AWS::S3::Bucket');
  const { ref } = created;
  const { fauxqs } = cloud.parts.services;
  const isTelling = 'EventBridgeConfiguration' in Object(properties['NotificationConfiguration']);
  return {
    write: async (text) => {
      const response = await fetch(`${fauxqs.endpoint}/${ref}/${key}`, {
        method: text === undefined ? 'DELETE' : 'PUT',
        headers: { authorization: authorization('s3'), 'content-type': 'text/plain' },
        ...(text !== undefined && { body: text }),
      });
      if (!response.ok) throw new Error(`the bucket answers ${response.status}`);
      if (isTelling) cloud.parts.delivery.bus.publish(bucketEvent({ bucket: ref, key, text }));
    },
  };
}

/** A repository of the template, its branch `main`. */
export function repositoryHome(cloud: Cloud, path = 'images.yaml'): DefinitionHome {
  const { attributes } = cloud.find('AWS::CodeCommit::Repository').created;
  const { codeCommit } = cloud.parts.services;
  const { Name: name = '', Arn: arn = '' } = attributes;
  let isCreated = false;
  return {
    write: async (text) => {
      codeCommit.commit(name, 'main', { [path]: text });
      const event = isCreated ? 'referenceUpdated' : 'referenceCreated';
      isCreated = true;
      cloud.parts.delivery.bus.publish({
        source: 'aws.codecommit',
        'detail-type': 'CodeCommit Repository State Change',
        resources: [arn],
        detail: {
          ...{ event, repositoryName: name, referenceType: 'branch', referenceName: 'main' },
          ...{ referenceFullName: 'refs/heads/main', commitId: '0123456789abcdef' },
        },
      });
    },
  };
}

interface BucketChange {
  readonly bucket: string;
  readonly key: string;
  readonly text: string | undefined;
}

let changes = 0;

/** Tells in which order an object changed. */
function sequencer(): string {
  changes += 1;
  return changes.toString(16).toUpperCase().padStart(16, '0');
}

/** Amazon S3, "EventBridge event message structure". */
function bucketEvent({ bucket, key, text }: BucketChange): SaidEvent {
  const isGone = text === undefined;
  return {
    source: 'aws.s3',
    'detail-type': isGone ? 'Object Deleted' : 'Object Created',
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, sequencer: sequencer(), ...(!isGone && { size: Buffer.byteLength(text) }) },
      reason: isGone ? 'DeleteObject' : 'PutObject',
    },
  };
}
