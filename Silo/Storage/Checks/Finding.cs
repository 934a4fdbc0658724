namespace RetailPulse.Silo.Storage.Checks;

/// <summary>A contradiction in a database.</summary>
/// <param name="Table">Table whose rows are wrong.</param>
/// <param name="JobId">Job that the rows belong to; <see langword="null"/> if they belong to none.</param>
/// <param name="Problem">What is stored and what was expected, as a sentence.</param>
/// <param name="Advice">What to do, as one or more sentences.</param>
internal sealed record Finding(string Table, long? JobId, string Problem, string Advice)
{
    public override string ToString() => JobId is { } job ? $"{Table}, job {job}: {Problem} {Advice}" : $"{Table}: {Problem} {Advice}";
}
