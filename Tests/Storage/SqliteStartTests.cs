using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Sqlite;
using RetailPulse.Silo.Storage.Sqlite.Schema;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests the requirements on a database file for a start. A file that is refused does not change.</summary>
public sealed class SqliteStartTests : IDisposable
{
    private readonly SqliteFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_new_file_is_made_with_its_folders()
    {
        var file = Path.Combine(folder.Folder, "a", "b", "new.db");
        using var made = new SqliteDatabase($"Data Source={file}", alone: true);
        Assert.True(File.Exists(file));
    }

    [Fact]
    public void An_empty_file_is_taken()
    {
        File.WriteAllBytes(folder.File, []);
        Start();
        Assert.Equal((long)SqliteSchema.Version, folder.Execute("PRAGMA user_version"));
    }

    [Fact]
    public void An_existing_file_can_be_opened_repeatedly()
    {
        Start();
        folder.Execute("INSERT INTO jobs(job_id, submitted_at, visits, images) VALUES(1, '', 1, 1)");
        Start();
        Assert.Equal(1L, folder.Execute("SELECT count(*) FROM jobs"));
        Assert.Equal("wal", folder.Execute("PRAGMA journal_mode"));
    }

    [Fact]
    public void A_text_file_is_refused()
    {
        File.WriteAllText(
            folder.File,
            "Dear diary, this is not a database at all, and it is longer than a header of a hundred bytes, so that its length says nothing."
        );
        Refuses("is not a database, or is corrupt");
    }

    [Fact]
    public void A_short_file_is_refused()
    {
        File.WriteAllText(folder.File, "SQLite format 3\0");
        Refuses("is not a database, or is corrupt");
    }

    [Fact]
    public void A_database_of_another_application_is_left_alone()
    {
        folder.Execute("CREATE TABLE theirs(x); ");
        Refuses("belongs to another application");
        folder.Execute("PRAGMA application_id = 42");
        Refuses("belongs to another application");
    }

    [Fact]
    public void A_newer_schema_is_left_alone()
    {
        Start();
        folder.Execute("PRAGMA user_version = 99");
        folder.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        Refuses($"has schema 99, and this program knows up to {SqliteSchema.Version}");
    }

    [Fact]
    public void A_file_whose_pages_are_garbage_is_left_alone()
    {
        Start();
        SqliteConnection.ClearPool(new SqliteConnection(folder.ConnectionString));
        var bytes = File.ReadAllBytes(folder.File);
        RandomNumberGenerator.Fill(bytes.AsSpan(4096));
        RandomNumberGenerator.Fill(bytes.AsSpan(100, 3000));
        File.WriteAllBytes(folder.File, bytes);
        Refuses("is corrupt");
    }

    [Fact]
    public void A_file_that_lost_its_end_is_left_alone()
    {
        Start();
        SqliteConnection.ClearPool(new SqliteConnection(folder.ConnectionString));
        using (var file = File.OpenWrite(folder.File))
            file.SetLength(file.Length / 2);
        Refuses("is corrupt");
    }

    [Fact]
    public void A_folder_in_the_files_place_is_explained()
    {
        Directory.CreateDirectory(folder.File);
        Assert.Contains(folder.File, Assert.Throws<StorageException>(Start).Message);
    }

    [Fact]
    public void A_process_that_is_the_whole_cluster_has_the_file_alone()
    {
        using var first = new SqliteDatabase(folder.ConnectionString, alone: true);
        Assert.Contains("in use by another RetailPulse process", Assert.Throws<StorageException>(Start).Message);
        Assert.Contains(
            "in use by another RetailPulse process",
            Assert.Throws<StorageException>(() => new SqliteDatabase(folder.ConnectionString, alone: false)).Message
        );
    }

    [Fact]
    public void Members_of_one_cluster_share_the_file()
    {
        using var first = new SqliteDatabase(folder.ConnectionString, alone: false);
        using var second = new SqliteDatabase(folder.ConnectionString, alone: false);
        Assert.Contains("in use by another RetailPulse process", Assert.Throws<StorageException>(Start).Message);
    }

    [Fact]
    public async Task Processes_that_race_to_make_the_schema_all_succeed()
    {
        var databases = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Task.Factory.StartNew(
                        () => new SqliteDatabase(folder.ConnectionString, alone: false),
                        TestContext.Current.CancellationToken,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                )
        );
        foreach (var database in databases)
            database.Dispose();
        Assert.Equal((long)SqliteSchema.Version, folder.Execute("PRAGMA user_version"));
    }

    [Fact]
    public void A_symbolic_link_to_the_file_leads_to_the_same_lock()
    {
        using var first = new SqliteDatabase(folder.ConnectionString, alone: true);
        var link = Path.Combine(folder.Folder, "link.db");
        File.CreateSymbolicLink(link, "retailpulse.db");
        InUse($"Data Source={link}");
    }

    [Fact]
    public void A_symbolic_link_to_the_folder_leads_to_the_same_lock()
    {
        using var first = new SqliteDatabase(folder.ConnectionString, alone: true);
        var link = Path.Combine(folder.Folder, "link");
        Directory.CreateSymbolicLink(link, folder.Folder);
        InUse($"Data Source={Path.Combine(link, "link", "retailpulse.db")}");
        InUse($"Data Source={Path.Combine(link, "retailpulse.db")}");
    }

    [Fact]
    public void A_relative_path_leads_to_the_same_lock()
    {
        using var first = new SqliteDatabase(folder.ConnectionString, alone: true);
        InUse($"Data Source={Path.GetRelativePath(Environment.CurrentDirectory, folder.File)}");
    }

    [Fact]
    public void A_symbolic_link_to_no_file_makes_the_file_that_it_names()
    {
        var link = Path.Combine(folder.Folder, "link.db");
        File.CreateSymbolicLink(link, folder.File);
        new SqliteDatabase($"Data Source={link}", alone: true).Dispose();
        Assert.Equal((long)SqliteSchema.Version, folder.Execute("PRAGMA user_version"));
        Assert.True(File.Exists($"{folder.File}.lock"));
    }

    [Fact]
    public void A_symbolic_link_to_a_foreign_file_is_inspected()
    {
        File.WriteAllText(folder.File, new string('x', 5000));
        var link = Path.Combine(folder.Folder, "link.db");
        File.CreateSymbolicLink(link, folder.File);
        Assert.Contains(
            "is not a database",
            Assert.Throws<StorageException>(() => new SqliteDatabase($"Data Source={link}", alone: true)).Message
        );
        Assert.Equal(new string('x', 5000), File.ReadAllText(folder.File));
    }

    [Fact]
    public void A_symbolic_link_to_itself_is_explained()
    {
        File.CreateSymbolicLink(folder.File, folder.File);
        Assert.Contains("more than 40 symbolic links", Assert.Throws<StorageException>(Start).Message);
    }

    [Fact]
    public async Task A_file_with_two_names_is_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Counts names on Linux only.");
        Start();
        await Command.RunAsync("ln", folder.File, $"{folder.File}.other");
        Refuses("has another name as well (a hard link)");
        File.Delete($"{folder.File}.other");
        Start();
    }

    [Theory]
    [InlineData("Data Source=file:{0}", "names its file by a URI")]
    [InlineData("Data Source=file:{0}?mode=rwc", "names its file by a URI")]
    [InlineData("Data Source=FILE://{0}?nolock=1", "names its file by a URI")]
    [InlineData("Data Source=file:retail%70ulse.db", "names its file by a URI")]
    [InlineData("Data Source=file::memory:?cache=shared", "names its file by a URI")]
    [InlineData("Data Source=|DataDirectory|retailpulse.db", "names a folder by a substitution")]
    [InlineData("Data Source={0};Mode=ReadOnly", "has Mode=ReadOnly")]
    [InlineData("Data Source={0};Mode=Memory", "names no file")]
    [InlineData("Data Source=:memory:", "names no file")]
    [InlineData("Data Source=", "names no file")]
    [InlineData("Data Source={0};Vfs=unix-none", "has a Vfs")]
    [InlineData("Nonsense=1", "cannot be understood")]
    public void A_connection_string_that_may_bypass_the_lock_is_refused(string form, string because)
    {
        var connectionString = string.Format(CultureInfo.InvariantCulture, form, folder.File);
        Assert.Contains(
            $"ConnectionStrings:RetailPulse {because}",
            Assert.Throws<StorageException>(() => new SqliteDatabase(connectionString, alone: true)).Message
        );
        Assert.Empty(Directory.GetFiles(folder.Folder));
    }

    private static void InUse(string connectionString) =>
        Assert.Contains(
            "in use by another RetailPulse process",
            Assert.Throws<StorageException>(() => new SqliteDatabase(connectionString, alone: true)).Message
        );

    private void Start() => new SqliteDatabase(folder.ConnectionString, alone: true).Dispose();

    private void Refuses(string because)
    {
        var before = File.ReadAllBytes(folder.File);
        Assert.Contains(because, Assert.Throws<StorageException>(Start).Message);
        Assert.Equal(before, File.ReadAllBytes(folder.File));
    }
}
