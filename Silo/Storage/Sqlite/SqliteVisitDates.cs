using Microsoft.Data.Sqlite;
using RetailPulse.Visits;

namespace RetailPulse.Silo.Storage.Sqlite;

/// <summary>
/// Corrects the dates of visits that versions before schema 17 recorded. They guessed at dates, and did not know the basic form of ISO
/// 8601.
/// </summary>
internal static class SqliteVisitDates
{
    /// <summary>First schema version with correct dates.</summary>
    private const int RightFrom = 17;

    /// <param name="found">Schema version before the upgrade; 0 for a new file.</param>
    public static void Correct(SqliteConnection connection, long found)
    {
        if (found is 0 or >= RightFrom) return;
        connection.CreateFunction<string, string?>("date_of", text => VisitDate.Find(text) is { } date ? SqliteLedger.FormatTime(date) : null, isDeterministic: true);
        using var correction = connection.CreateCommand();
        correction.CommandText = "UPDATE visits SET visit_date = date_of(visit_time) WHERE visit_date IS NOT date_of(visit_time)";
        correction.ExecuteNonQuery();
    }
}
