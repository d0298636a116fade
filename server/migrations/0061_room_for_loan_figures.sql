-- Room on the page of a loan and of its instalments for what postings change of them, which touches no index.
ALTER TABLE loan_account SET (fillfactor = 70);
ALTER TABLE loan_instalment SET (fillfactor = 80);
