/** Values of custom fields by the id of their field, each a text in one canonical form. */
export type FieldGroup = Readonly<Record<string, string>>;
/** The values of a set: one group, or the list of groups of a grouped set. */
export type SetValues = FieldGroup | readonly FieldGroup[];
/** The custom fields of one record as they are stored, by the id of their set; groups without their indexes. */
export type StoredValues = Readonly<Record<string, SetValues>>;
