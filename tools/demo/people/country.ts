/** A place with the start of its postcodes. */
export type City = { readonly name: string; readonly region: string; readonly postcode: string };

/** What makes people of a country recognisable. In the patterns `#` is a digit and `@` a capital letter. */
export type Country = {
  readonly name: string;
  readonly language:
    | 'ENGLISH'
    | 'SPANISH'
    | 'FRENCH'
    | 'GERMAN'
    | 'ROMANIAN'
    | 'GEORGIAN'
    | 'VIETNAMESE'
    | 'PORTUGUESE_BRAZIL';
  readonly women: readonly string[];
  readonly men: readonly string[];
  /** Family names; where women bear another form, it stands after a slash. */
  readonly families: readonly string[];
  readonly streets: readonly string[];
  /** How street and house number are written together: `{street} {number}` or the other way round. */
  readonly line: string;
  readonly cities: readonly City[];
  readonly mobile: string;
  readonly mailDomain: string;
  readonly identity: { readonly type: string; readonly pattern: string; readonly authority: string };
  readonly passport: string;
};
