import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { operations } from '../../generated/operations.ts';
import { sectionNames } from './contractDocuments.ts';
import { html } from './reference/html.ts';
import { curlExample, sampleOf } from './reference/sample.ts';
import { referenceContentSecurityPolicy, referenceSectionPage, referenceStartPage } from './referencePage.ts';

const nothing: ReadonlySet<string> = new Set();

describe('html', () => {
  it('escapes values, also in attributes, and leaves templates alone', () => {
    const evil = `"><script>alert('1') & more`;
    expect(html`<b title="${evil}">${[evil, html`<i>${1}</i>`]}</b>`.text).toBe(
      '<b title="&quot;&gt;&lt;script&gt;alert(&#39;1&#39;) &amp; more">&quot;&gt;&lt;script&gt;alert(&#39;1&#39;) &amp; more<i>1</i></b>',
    );
  });

  it('leaves out what is absent', () => {
    expect(html`a${undefined}${false}b`.text).toBe('ab');
  });
});

describe('reference', () => {
  it('links every section and every operation from the start', () => {
    const start = referenceStartPage(nothing);
    for (const section of sectionNames()) expect(start).toContain(`href="/docs/${section}"`);
    for (const operation of Object.values(operations))
      expect(start).toContain(`/docs/${operation.section}#${operation.name}`);
    expect(start).toContain(`0 / ${Object.keys(operations).length}`);
  });

  it.each(sectionNames())('describes every operation of %s', (section) => {
    const page = referenceSectionPage(section, nothing) ?? '';
    for (const operation of Object.values(operations).filter((item) => item.section === section))
      expect(page).toContain(`<article id="${operation.name}"`);
    expect(page).not.toContain('undefined');
    expect(page).not.toContain('[object Object]');
    // Every link into the page has a target, and no id stands twice.
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  it('says what is implemented', () => {
    const page = referenceSectionPage('clients', new Set(['getClient'])) ?? '';
    expect(page.match(/>implemented<\/span>\s*<span class="tag">|class="tag done">implemented</g)).toHaveLength(1);
    expect(page).toContain('1 / 9');
  });

  it('does not know other sections', () => {
    expect(referenceSectionPage('../secrets', nothing)).toBeUndefined();
  });

  it('allows exactly the style and script it has', () => {
    const page = referenceStartPage(nothing);
    for (const element of ['style', 'script']) {
      const text = new RegExp(`<${element}>([^]*?)</${element}>`).exec(page)?.[1] ?? '';
      expect(referenceContentSecurityPolicy).toContain(
        `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
      );
    }
    expect(page).not.toMatch(/ style="| on[a-z]+="|src="/);
  });
});

describe('examples', () => {
  it('carry what a request requires', () => {
    const example = curlExample(operations.makeDeposit);
    expect(example).toContain("'http://localhost:8080/api/deposits/DEPOSIT_ACCOUNT_ID/deposit-transactions'");
    expect(example).toContain('-H "Idempotency-Key: $(uuidgen)"');
    expect(example).toContain(`-d '{"amount":100.5`);
  });

  it('fit circular shapes', () => {
    for (const operation of Object.values(operations))
      expect(curlExample(operation)).toContain('curl -u admin:PASSWORD');
    expect(sampleOf({ type: 'array', items: { type: 'integer' } })).toEqual([1]);
  });
});
