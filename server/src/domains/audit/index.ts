/** The door of the audit trail: what the composition root uses. */
export { auditTrailEnd, sealAuditTrail, startAuditSealer } from './sealer.ts';
export { auditTrailVerification } from './verification.ts';
