-- Earlier versions guessed at dates, month first, and did not know the basic form of ISO 8601. The function date_of is VisitDate.Find.
UPDATE visits SET visit_date = date_of(visit_time) WHERE visit_date IS NOT date_of(visit_time);
