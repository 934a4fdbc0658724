using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Sqlite;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests what other users of the machine can do with the files of a database.</summary>
public sealed class SqlitePrivacyTests : IDisposable
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ReadByAll = Mine | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Open = ReadByAll | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly SqliteFolder folder = new();

    private string Lock => $"{folder.File}.lock";

    public void Dispose() => folder.Dispose();

    [Fact]
    public void New_folders_and_files_are_their_users_alone()
    {
        File.WriteAllText(Path.Combine(folder.Folder, "other"), "");
        Assert.SkipUnless(File.GetUnixFileMode(Path.Combine(folder.Folder, "other")) == ReadByAll, "This user's files are private anyway.");
        var made = Path.Combine(folder.Folder, "a", "b");
        using var database = new SqliteDatabase($"Data Source={Path.Combine(made, "new.db")}", alone: true);
        database.Return(database.Rent());
        Assert.Equal(
            ["new.db", "new.db-shm", "new.db-wal", "new.db.lock"],
            Directory.GetFiles(made).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.All(Directory.GetFiles(made), file => Assert.Equal(Mine, File.GetUnixFileMode(file)));
        Assert.All([made, Path.GetDirectoryName(made)!], path => Assert.Equal(Mine | UnixFileMode.UserExecute, File.GetUnixFileMode(path)));
    }

    [Fact]
    public async Task Another_user_can_neither_read_the_database_nor_hold_its_lock()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Another user's programs can only be started by root.");
        File.SetUnixFileMode(folder.Folder, Open);
        new SqliteDatabase(folder.ConnectionString, alone: true).Dispose();
        Assert.True(await AsAnotherUserAsync("ls", folder.Folder), "the other user reaches the folder");
        Assert.False(await AsAnotherUserAsync("cat", folder.File));
        Assert.False(await AsAnotherUserAsync("flock", "--nonblock", Lock, "true"));
        new SqliteDatabase(folder.ConnectionString, alone: true).Dispose();
    }

    [Fact]
    public async Task The_lock_file_of_an_earlier_version_is_closed_to_other_users()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Another user's programs can only be started by root.");
        File.SetUnixFileMode(folder.Folder, Open);
        File.WriteAllText(Lock, "");
        File.SetUnixFileMode(Lock, ReadByAll);
        Assert.True(
            await AsAnotherUserAsync("flock", "--nonblock", Lock, "true"),
            "the other user can hold the lock of an earlier version"
        );
        new SqliteDatabase(folder.ConnectionString, alone: true).Dispose();
        Assert.False(await AsAnotherUserAsync("flock", "--nonblock", Lock, "true"));
    }

    [Fact]
    public void A_lock_file_that_a_group_shares_stays_shared()
    {
        File.WriteAllText(Lock, "");
        File.SetUnixFileMode(Lock, Mine | UnixFileMode.GroupRead | UnixFileMode.GroupWrite);
        new SqliteDatabase(folder.ConnectionString, alone: true).Dispose();
        Assert.Equal(Mine | UnixFileMode.GroupRead | UnixFileMode.GroupWrite, File.GetUnixFileMode(Lock));
    }

    [Fact]
    public void A_lock_that_is_held_is_named()
    {
        File.WriteAllText(Lock, "");
        using var held = new FileStream(Lock, FileMode.Open, FileAccess.Read, FileShare.None);
        Assert.Contains(
            $"holds '{Lock}'; remove that file",
            Assert.Throws<StorageException>(() => new SqliteDatabase(folder.ConnectionString, alone: true)).Message
        );
    }

    [Fact]
    public async Task Files_that_others_can_read_are_named_at_start()
    {
        new SqliteDatabase(folder.ConnectionString, alone: true).Dispose();
        File.SetUnixFileMode(folder.File, ReadByAll);
        File.SetUnixFileMode(folder.Folder, Open | UnixFileMode.OtherWrite);
        await using var front = await ProductProcess.StartFrontEndAsync($"--ConnectionStrings:RetailPulse={folder.ConnectionString}");
        Assert.Contains($"chmod 600 {folder.File}", front.Output);
        Assert.Contains($"chmod 700 {folder.Folder}", front.Output);
    }

    [Fact]
    public async Task Private_files_are_not_named_at_start()
    {
        await using var front = await ProductProcess.StartFrontEndAsync($"--ConnectionStrings:RetailPulse={folder.ConnectionString}");
        Assert.DoesNotContain("chmod", front.Output);
    }

    private static async Task<bool> AsAnotherUserAsync(params string[] command) =>
        (await Command.TryAsync("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", .. command])).ExitCode == 0;
}
