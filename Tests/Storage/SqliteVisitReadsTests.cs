using Microsoft.Data.Sqlite;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Silo.Storage.Sqlite.Reading;
using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

public sealed class SqliteVisitReadsTests() : VisitReadsConformance(new SqliteEngine())
{
    [Theory]
    [InlineData(
        SqliteVisitQueries.TimelineQuery,
        "SEARCH visits USING INDEX ix_visits_timeline (store_id=? AND (dated,job_id,visit_no)<(?,?,?))"
    )]
    [InlineData(SqliteVisitQueries.LastGoodImageQuery, "SEARCH v USING INDEX ix_visits_timeline (store_id=?)")]
    [InlineData(
        SqliteVisitQueries.MeasurementsQuery,
        "SEARCH v USING INDEX ix_visits_timeline (store_id=? AND (dated,job_id,visit_no)>(?,?,?) AND dated<?)",
        "CORRELATED SCALAR SUBQUERY 1",
        "SEARCH j USING INTEGER PRIMARY KEY (rowid=?)",
        "SEARCH r USING PRIMARY KEY (job_id=? AND visit_no=? AND image_no>?)"
    )]
    public void A_page_begins_in_the_middle_of_its_index(string query, params string[] expected)
    {
        using var connection = SqliteConnections.Open(new SqliteConnection(((SqliteEngine)Engine).Folder.ConnectionString));
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN {query}";
        foreach (var name in (string[])["$store", "$date", "$job", "$visit", "$limit", "$from", "$to", "$image", "$tenant"])
            command.Parameters.AddWithValue(name, "");
        using var reader = command.ExecuteReader();
        var steps = new List<string>();
        while (reader.Read())
            steps.Add(reader.GetString(3));
        Assert.Subset(steps.ToHashSet(), expected.ToHashSet());
        if (query == SqliteVisitQueries.MeasurementsQuery)
            Assert.Equal(expected, steps);
    }
}
