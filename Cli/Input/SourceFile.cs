using System.Security.Cryptography;
using RetailPulse.Cli.Exits;

namespace RetailPulse.Cli.Input;

/// <summary>A file to submit. It can be read several times and is never in memory; a pipe is copied to a temporary file.</summary>
internal sealed class SourceFile : IDisposable
{
    private const int Sniffed = 4_096;

    /// <summary>Beginning of a ZIP archive, which .xlsx and .ods are.</summary>
    private static ReadOnlySpan<byte> Zip => "PK\u0003\u0004"u8;

    private readonly FileStream stream;

    private SourceFile(string name, FileStream stream, string sha256, SourceFormat format) =>
        (Name, this.stream, Sha256, Format) = (name, stream, sha256, format);

    /// <summary>Name for messages.</summary>
    public string Name { get; }

    /// <summary>SHA-256 of the content, in hexadecimal.</summary>
    public string Sha256 { get; }

    public SourceFormat Format { get; }

    public long Length => stream.Length;

    /// <param name="path">Path, or <c>-</c> for <paramref name="input"/>.</param>
    /// <exception cref="CommandException">The file cannot be read, or is empty.</exception>
    public static async Task<SourceFile> OpenAsync(string path, Stream input, CancellationToken cancellationToken)
    {
        var (name, content) = await InputFile.OpenAsync(path, input, cancellationToken);
        try
        {
            var stream = content as FileStream ?? await SpoolAsync(content, cancellationToken);
            content = stream;
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
            stream.Position = 0;
            var beginning = new byte[Sniffed];
            var length = await stream.ReadAtLeastAsync(beginning, Sniffed, throwOnEndOfStream: false, cancellationToken);
            if (length == 0)
                throw CommandException.Usage($"{name} is empty.");
            if (beginning.AsSpan(0, length).StartsWith(Zip))
                throw CommandException.Usage(
                    $"{name} is a workbook or another archive, not text.",
                    "In the spreadsheet program, save it as CSV ('CSV UTF-8' in Excel), and submit that file."
                );
            return new SourceFile(name, stream, hash, SourceFormats.Detect(beginning.AsSpan(0, length)));
        }
        catch (Exception exception)
        {
            await content.DisposeAsync();
            if (exception is IOException or UnauthorizedAccessException)
                throw InputFile.Unreadable(name, exception);
            throw;
        }
    }

    /// <summary>Returns the content from its beginning. Only one reader at a time can use it.</summary>
    public Stream Rewind()
    {
        stream.Position = 0;
        return stream;
    }

    public void Dispose() => stream.Dispose();

    /// <summary>Copies a pipe to a temporary file, and closes it.</summary>
    private static async Task<FileStream> SpoolAsync(Stream input, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var path = Path.Combine(Path.GetTempPath(), $"retailpulse-{Guid.NewGuid():N}");
        var file = new FileStream(path, options);
        try
        {
            // The file has no name from here on, so that nothing is left of it however the process ends.
            if (!OperatingSystem.IsWindows())
                File.Delete(path);
            await input.CopyToAsync(file, cancellationToken);
            await file.FlushAsync(cancellationToken);
            file.Position = 0;
            await input.DisposeAsync();
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }
}
