import type { EncodedKey } from '../../../kernel/encodedKey.ts';

/** A client's role (the contract also says type): what its clients must bring and may have. */
export type ClientRoleReference = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  readonly clientType: 'CLIENT' | 'GROUP';
  readonly canOpenAccounts: boolean;
  readonly canGuarantee: boolean;
  /** Whether its clients have the address properties of the product. */
  readonly useDefaultAddress: boolean;
  /** Whether its clients must have an identity document. */
  readonly requireID: boolean;
  /** Pattern of its clients' ids; null: that of the general setup. */
  readonly idPattern: string | null;
};

export type DocumentTemplateReference = {
  readonly encodedKey: EncodedKey;
  readonly id: string;
  readonly documentType: string;
  /** Pattern of the document's id; null: anything. */
  readonly documentIdTemplate: string | null;
  /** Whether every client must have such a document. */
  readonly mandatory: boolean;
};
