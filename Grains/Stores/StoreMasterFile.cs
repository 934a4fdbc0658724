using Microsoft.Extensions.Options;

namespace RetailPulse.Grains.Stores;

/// <summary>The configured file of the store master.</summary>
internal sealed class StoreMasterFile(IOptions<StoresOptions> options)
{
    private readonly string path = options.Value.Find();

    /// <summary>Returns values that change with the file, or when a link points to another file, as in a mounted ConfigMap.</summary>
    public FileStamp Stamp()
    {
        var file = new FileInfo(path);
        file = (FileInfo)(file.Exists && file.ResolveLinkTarget(returnFinalTarget: true) is { } target ? target : file);
        return file.Exists ? new FileStamp(file.LastWriteTimeUtc, file.Length) : default;
    }

    /// <exception cref="StoreMasterException">The file is missing or invalid. The message states what to do.</exception>
    public (byte[] Csv, StoreMaster Stores) Read()
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var csv = new MemoryStream();
            file.CopyTo(csv);
            return (csv.ToArray(), StoreMaster.Read(new MemoryStream(csv.GetBuffer(), 0, (int)csv.Length)));
        }
        catch (StoreMasterException exception)
        {
            throw exception.In(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw StoreMasterException.Unreadable(path, exception);
        }
    }
}
