import { type Html, html } from './html.ts';

/** What a caller has to know before the first request. */
export const guide: Html = html`<h2>Before the first request</h2>
<div class="guide">
<section><h3>Who is calling</h3>
<p>Send a user name and a password with HTTP Basic authentication, over TLS. A user needs API access and, for each operation, the permission named there. A program sends the API key of its API consumer in the header <code>apikey</code> instead. Every request names its program in <code>User-Agent</code>: the audit trail tells it.</p></section>
<section><h3>Media types</h3>
<p>Say <code>Accept: application/vnd.mambu.v2+json</code>. Bodies are <code>application/json</code>; configuration documents are <code>application/yaml</code>, answered as <code>application/vnd.mambu.v2+yaml</code>.</p></section>
<section><h3>Retries</h3>
<p>Give a request that posts a UUID of its own in <code>Idempotency-Key</code>. However often it arrives, it takes effect once and gets the first answer again. While the first is under way, the answer is 409.</p></section>
<section><h3>Many at once</h3>
<p>A bulk request is answered 202; its header <code>Location</code> is the key with which <code>GET /api/bulks/{bulkProcessKey}</code> tells what became of each item. Items succeed and fail alone, each once, in no promised order.</p></section>
<section><h3>Limits</h3>
<p>Where the bank limits how often one caller may ask per second, what is too much is answered 429 and has no effect; the header <code>Retry-After</code> says how many seconds to wait. Ten requests with wrong credentials block the address they came from.</p></section>
<section><h3>Pages</h3>
<p>Lists take <code>offset</code> and <code>limit</code>: 50 records unless told otherwise, 1,000 at most. With <code>paginationDetails=ON</code> the headers <code>Items-Offset</code>, <code>Items-Limit</code> and <code>Items-Total</code> tell where you are. Long searches go by <code>cursor</code>: start with <code>_</code>, go on with the header <code>Items-Next-Cursor</code>.</p></section>
<section><h3>Details</h3>
<p><code>detailsLevel=FULL</code> adds what belongs to a record, such as addresses; <code>BASIC</code> is the record alone.</p></section>
<section><h3>Errors</h3>
<p>A refusal changes nothing and lists its reasons. Decide by <code>errorReason</code>; <code>errorSource</code> says what it is about.</p></section>
<section><h3>Amounts and dates</h3>
<p>Amounts are JSON numbers that keep every digit, in both directions. A date-time carries the offset of the bank's time zone: <code>2025-01-31T10:00:00+01:00</code>.</p></section>
<section><h3>Keys and ids</h3>
<p>Wherever a path names a record, its <code>encodedKey</code> and its <code>id</code> both work.</p></section>
</div>
<p class="small">A refusal:</p>
<pre><code>{"errors":[{"errorCode":4,"errorSource":"amount must be more than 0","errorReason":"INVALID_PARAMETERS"}]}</code></pre>
<p class="small">Machine-readable: <a href="/api/swagger/resources">all documents as Swagger 2.0</a>, and each section below as OpenAPI 3.1.</p>`;
