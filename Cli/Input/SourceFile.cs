using System.Security.Cryptography;
using RetailPulse.Cli.Exits;

namespace RetailPulse.Cli.Input;

/// <summary>A file to submit. It can be read several times and is never in memory; standard input is copied to a temporary file.</summary>
internal sealed class SourceFile : IDisposable
{
    public const string StandardInput = "-";

    private const int Sniffed = 4_096;

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
        var name = path == StandardInput ? "standard input" : path;
        FileStream? stream = null;
        try
        {
            stream = path == StandardInput ? await SpoolAsync(input, cancellationToken) : File.OpenRead(path);
            var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken));
            stream.Position = 0;
            var beginning = new byte[Sniffed];
            var length = await stream.ReadAtLeastAsync(beginning, Sniffed, throwOnEndOfStream: false, cancellationToken);
            if (length == 0)
                throw CommandException.Usage($"{name} is empty.");
            return new SourceFile(name, stream, hash, SourceFormats.Detect(beginning.AsSpan(0, length)));
        }
        catch (Exception exception)
        {
            stream?.Dispose();
            if (exception is IOException or UnauthorizedAccessException)
                throw CommandException.Usage($"{name} cannot be read: {exception.Message}");
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

    private static async Task<FileStream> SpoolAsync(Stream input, CancellationToken cancellationToken)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(Path.Combine(Path.GetTempPath(), $"retailpulse-{Guid.NewGuid():N}"), options);
        await input.CopyToAsync(file, cancellationToken);
        await file.FlushAsync(cancellationToken);
        file.Position = 0;
        return file;
    }
}
