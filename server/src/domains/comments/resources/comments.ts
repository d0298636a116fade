import type { EncodedKey } from '../../../kernel/encodedKey.ts';
import { isRejection, type Rejection, reject } from '../../../kernel/rejection.ts';
import type { ReadContext, WriteContext } from '../../../platform/http/handler.ts';
import { type Entity, enumeration, key, text, utc } from '../../../platform/resources/entity.ts';
import { listOperation } from '../../../platform/resources/reads.ts';
import type { Resource } from '../../../platform/resources/resource.ts';
import { createOperation } from '../../../platform/resources/writes.ts';
import { isBlank, type RecordType, recordNotFound, visibleRecordKey } from '../../organisation/index.ts';

type Comment = Entity & { readonly ownerType: RecordType; readonly ownerKey: string; readonly text: string };

/** The key of what is commented: it must be there, and the caller must be one who may look at it. */
const ownerOf = async (
  { ownerType, ownerKey }: Pick<Comment, 'ownerType' | 'ownerKey'>,
  { db, principal }: Pick<ReadContext, 'principal'> & Pick<ReadContext | WriteContext, 'db'>,
  mode: 'LOOK' | 'HOLD',
): Promise<EncodedKey | Rejection> => {
  const found = await visibleRecordKey(db, ownerType, ownerKey, mode, principal);
  // The contract has a 404 for the list only.
  return found ?? recordNotFound(ownerType, 'ownerKey', ownerKey, mode === 'LOOK' ? 404 : 400);
};

const comments: Resource = {
  table: {
    type: 'COMMENT',
    table: 'comment',
    columns: {
      encodedKey: key('encoded_key'),
      ownerType: enumeration('owner_type'),
      ownerKey: key('owner_key'),
      text: text('text'),
      userKey: key('user_key'),
      creationDate: utc('creation_date'),
      lastModifiedDate: utc('last_modified_date'),
    },
  },
  schema: 'Comment',
  notFound: 'INVALID_PARAMETERS',
  label: 'comment',
  listing: { defaultOrder: 't.creation_date DESC, t.encoded_key DESC' },
  rules: {
    create: async (body, context) => {
      const comment = body as Comment;
      if (isBlank(comment.text)) return reject('INVALID_PARAMETERS', 'Property text may not be blank');
      const ownerKey = await ownerOf(comment, context, 'HOLD');
      return isRejection(ownerKey) ? ownerKey : { ...comment, ownerKey, userKey: context.principal.userKey };
    },
  },
};

export const getComments = listOperation('getComments', comments, async (query, context) => {
  const owner = query as Pick<Comment, 'ownerType' | 'ownerKey'>;
  const ownerKey = await ownerOf(owner, context, 'LOOK');
  if (isRejection(ownerKey)) return ownerKey;
  return [
    ({ bind }) => `t.owner_key = ${bind(ownerKey)}::uuid`,
    ({ bind }) => `t.owner_type = ${bind(owner.ownerType)}::text`,
  ];
});
export const createComment = createOperation('createComment', comments);
