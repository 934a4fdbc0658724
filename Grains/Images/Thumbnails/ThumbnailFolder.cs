using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace RetailPulse.Grains.Images.Thumbnails;

/// <summary>
/// The thumbnails that a silo keeps as files, by content and size. Without a usable folder, thumbnails are made again each time.
/// </summary>
/// <remarks>
/// The time at which a file was last written is the time at which it was last requested, because many file systems do not record reads.
/// Several silos may share the folder: each counts what it adds, and reads the whole folder when that exceeds the limit.
/// </remarks>
internal sealed partial class ThumbnailFolder(IOptions<ThumbnailsOptions> options, TimeProvider time, ILogger<ThumbnailFolder> logger)
{
    private const UnixFileMode FileMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Share of the limit that remains after a deletion, so that not every new file causes one.</summary>
    private const double Remaining = 0.9;

    private readonly Lock gate = new();
    private readonly string folder = options.Value.FolderInUse();
    private readonly long limit = options.Value.MaxBytes;
    private long? used;
    private bool failing;

    /// <summary>Returns a thumbnail that is kept; <see langword="null"/> if it is not.</summary>
    public byte[]? Find(UInt128 content, int size)
    {
        var file = FileOf(content, size);
        try
        {
            var jpeg = File.ReadAllBytes(file);

            // After a loss of power, a file can be incomplete.
            if (jpeg is not [0xFF, 0xD8, .., 0xFF, 0xD9])
                return null;
            File.SetLastWriteTimeUtc(file, time.GetUtcNow().UtcDateTime);
            return jpeg;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Keeps a thumbnail if there is room. A failure has no consequence other than an entry in the log.</summary>
    public void Keep(UInt128 content, int size, ReadOnlySpan<byte> jpeg)
    {
        if (jpeg.Length > limit)
            return;
        lock (gate)
        {
            try
            {
                Write(FileOf(content, size), jpeg);
                used = used is { } before ? before + jpeg.Length : Measure();
                if (used > limit)
                    DeleteOldest();
                failing = false;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (!failing)
                    LogNotKept(exception, folder);
                failing = true;
            }
        }
    }

    private string FileOf(UInt128 content, int size) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{content:x32}-{size}.jpg"));

    /// <summary>Writes a file under another name first, so that a reader never sees a part of it.</summary>
    private void Write(string file, ReadOnlySpan<byte> jpeg)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, FileMode | UnixFileMode.UserExecute);
        var next = Path.Combine(folder, $"{Guid.NewGuid():N}.next");
        try
        {
            using (var stream = new FileStream(next, NewFile()))
                stream.Write(jpeg);
            File.SetLastWriteTimeUtc(next, time.GetUtcNow().UtcDateTime);
            File.Move(next, file, overwrite: true);
        }
        catch (IOException)
        {
            File.Delete(next);
            throw;
        }
    }

    private static FileStreamOptions NewFile()
    {
        var options = new FileStreamOptions { Mode = System.IO.FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = FileMode;
        return options;
    }

    private long Measure() => Files().Sum(file => file.Length);

    private void DeleteOldest()
    {
        var files = Files().OrderBy(file => file.LastWriteTimeUtc).ToList();
        var left = files.Sum(file => file.Length);
        foreach (var file in files.TakeWhile(_ => left > limit * Remaining))
        {
            left -= file.Length;
            file.Delete();
        }

        used = left;
    }

    /// <summary>Returns the files of this class, unfinished ones included. Others in the folder do not concern it.</summary>
    private IEnumerable<FileInfo> Files() =>
        new DirectoryInfo(folder).EnumerateFiles().Where(file => file.Exists && Own().IsMatch(file.Name));

    [GeneratedRegex(@"^[0-9a-f]{32}(-[0-9]+\.jpg|\.next)$", RegexOptions.CultureInvariant)]
    private static partial Regex Own();

    [LoggerMessage(
        EventName = "ThumbnailNotKept",
        Level = LogLevel.Warning,
        Message = "Failed to keep a thumbnail in {Folder}. Thumbnails are made again each time until the folder can be written"
    )]
    private partial void LogNotKept(Exception exception, string folder);
}
