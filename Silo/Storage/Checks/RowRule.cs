using System.Data.Common;

namespace RetailPulse.Silo.Storage.Checks;

/// <summary>A rule that rows must follow.</summary>
/// <param name="Table">Table of the rows.</param>
/// <param name="Query">Query for the rows that violate the rule. Its first column is the job.</param>
/// <param name="Problem">Returns what is wrong with a row, as a sentence.</param>
/// <param name="Advice">Returns what to do about a row.</param>
internal sealed record RowRule(string Table, string Query, Func<DbDataReader, string> Problem, Func<DbDataReader, string> Advice)
{
    public RowRule(string table, string query, Func<DbDataReader, string> problem, string advice)
        : this(table, query, problem, _ => advice) { }

    public Finding Find(DbDataReader row) => new(Table, row.IsDBNull(0) ? null : row.GetInt64(0), Problem(row), Advice(row));
}
