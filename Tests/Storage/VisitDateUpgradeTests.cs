using System.Globalization;
using RetailPulse.Silo.Storage.PostgreSql;
using RetailPulse.Silo.Storage.Sqlite;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Visits;

namespace RetailPulse.Tests.Storage;

/// <summary>Databases of schema 16, whose dates were guessed month first.</summary>
public sealed class VisitDateUpgradeTests(SharedPostgres server)
{
    private const int Before = 16;

    private static readonly string[] Texts =
    [
        "2026-05-04T09:30:00Z",
        "2026-05-04",
        "11/10/2026 9:30",
        "01.11.2026",
        "24.11.2026",
        "20261101",
        "20261101T093015.5+0530",
        "2026-11-01T24:00",
        "2026-11-01T24:01",
        "2026-02-30",
        "20260230",
        "0000-01-01",
        "0001-01-01T00:00+01:00",
        "9999-12-31T23:30-01:00",
        "9999-12-31T23:59:59.9999999Z",
        "2026-11-01 09:30",
        " 2026-11-01t09:30z ",
        "2026-11-01T09:30-08",
        "2026-11-01T09:30\u221208:00",
        "2026-11-01T09:30+14:01",
        "2026-11-01T09:30:60",
        "2026-11-01T09.30",
        "2026-11-01T09:3015",
        "2026-W44-7",
        "1 November 2026",
        "9:30",
        "Nov 1, 2026",
        "time of store visit",
        "o'clock",
        "2026-11-01T0930+05:30",
    ];

    [Fact]
    public async Task SQLite_has_the_dates_that_its_texts_name()
    {
        using var folder = new SqliteFolder();
        OlderSchema.Create(folder, Before);
        folder.Execute(Rows("'[]'"));
        using var database = new SqliteDatabase(folder.ConnectionString, alone: true);
        var found = await database.ReadAsync(
            session => session.Query("SELECT visit_date FROM visits ORDER BY visit_no", row => row.IsDBNull(0) ? null : row.GetString(0)),
            CancellationToken.None
        );
        Assert.Equal(Texts.Select(text => $"{text}: {Format(VisitDate.Find(text))}"), Texts.Zip(found, (text, date) => $"{text}: {date}"));
        var entered = await database.ReadAsync(
            session =>
                session.Query(
                    "SELECT count(*) FROM visits INDEXED BY ix_visits_timeline WHERE store_id = 'S1' AND dated = ''",
                    row => row.GetInt32(0)
                ),
            CancellationToken.None
        );
        Assert.Equal(Texts.Count(text => VisitDate.Find(text) is null), entered.Single());
    }

    [Fact]
    public async Task PostgreSQL_has_the_dates_that_its_texts_name()
    {
        var connectionString = await OlderSchema.CreateAsync(server, Before, Rows("'{}'"));
        await using var database = new PostgreSqlDatabase(connectionString, alone: false);
        var found = await database.QueryAsync(
            "SELECT visit_date FROM visits ORDER BY visit_no",
            row => row.IsDBNull(0) ? (DateTimeOffset?)null : row.GetFieldValue<DateTimeOffset>(0),
            CancellationToken.None
        );
        Assert.Equal(
            Texts.Select(text => $"{text}: {Format(VisitDate.Find(text))}"),
            Texts.Zip(found, (text, date) => $"{text}: {Format(date)}")
        );
        Assert.Equal(
            [0L],
            await database.QueryAsync(
                "SELECT count(*) FROM pg_proc WHERE proname LIKE 'retailpulse%'",
                row => row.GetInt64(0),
                CancellationToken.None
            )
        );
    }

    private static string? Format(DateTimeOffset? date) => date is { } known ? SqliteTime.Format(known) : null;

    /// <summary>A visit of each text, dated as it used to be.</summary>
    private static string Rows(string urls) =>
        $"INSERT INTO jobs(job_id, submitted_at, visits, images) VALUES(1, '2026-05-04T12:00:00.000Z', {Texts.Length}, 0); "
        + string.Concat(
            Texts.Select(
                (text, number) =>
                    $"INSERT INTO visits(job_id, visit_no, store_id, visit_time, visit_date, image_urls, images) VALUES(1, {number}, 'S1', '{text.Replace("'", "''", StringComparison.Ordinal)}', {Guess(text)}, {urls}, 0); "
            )
        );

    private static string Guess(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? $"'{SqliteTime.Format(date)}'"
            : "NULL";
}
