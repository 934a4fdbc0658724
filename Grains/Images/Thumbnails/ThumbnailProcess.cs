using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace RetailPulse.Grains.Images.Thumbnails;

/// <summary>Decodes an image in a process of its own. This one continues regardless of what that process does.</summary>
/// <remarks>The process has no environment of this one, and therefore none of its secrets.</remarks>
internal sealed partial class ThumbnailProcess(ThumbnailCommand command, TimeProvider time, ILogger<ThumbnailProcess> logger)
{
    /// <summary>Default time after which the process is killed, and the processor time that it may use.</summary>
    public static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(5);

    /// <summary>Maximum size of a thumbnail, in bytes.</summary>
    private const int MaxOutput = 4 << 20;

    /// <summary>Returns what the process wrote; <see langword="null"/> if it failed.</summary>
    /// <exception cref="OperationCanceledException">The caller canceled the work.</exception>
    public async Task<byte[]?> RunAsync(ReadOnlyMemory<byte> image, int size, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = Describe(size) };
        if (!TryStart(process))
            return null;
        using var limit = new CancellationTokenSource(command.TimeLimit, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);

        // Reads of pipes end with the process, and cannot be canceled otherwise.
        using var killer = ended.Token.Register(() => Kill(process));
        Yield(process);
        var output = ReadAsync(process);
        var errors = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
        await WriteAsync(process, image).ConfigureAwait(false);
        var written = await output.ConfigureAwait(false);
        await errors.ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (process.ExitCode == 0)
            return written;
        LogFailed(process.ExitCode, limit.IsCancellationRequested);
        return null;
    }

    private ProcessStartInfo Describe(int size)
    {
        var start = new ProcessStartInfo(command.Program, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetPathRoot(AppContext.BaseDirectory),
        };
        start.ArgumentList.Add(size.ToString(CultureInfo.InvariantCulture));
        start.Environment.Clear();
        start.Environment["DOTNET_GCHeapHardLimit"] = ProcessLimits.Heap.ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_QuickJit"] = "1";
        start.Environment["DOTNET_TC_QuickJitForLoops"] = "1";

        // They would need files.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return start;
    }

    private bool TryStart(Process process)
    {
        try
        {
            return process.Start();
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException or IOException)
        {
            LogNotStarted(exception, command.Program);
            return false;
        }
    }

    /// <summary>Lets the work of jobs go first.</summary>
    private static void Yield(Process process)
    {
        try
        {
            process.PriorityClass = ProcessPriorityClass.BelowNormal;
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            // It has ended already, or the system does not permit it.
        }
    }

    private static async Task WriteAsync(Process process, ReadOnlyMemory<byte> image)
    {
        try
        {
            await using var input = process.StandardInput.BaseStream;
            await input.WriteAsync(image, CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The process ended before it had read everything. Its exit code tells.
        }
    }

    /// <summary>Returns what the process writes. A process that writes too much is killed.</summary>
    private static async Task<byte[]> ReadAsync(Process process)
    {
        using var written = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await process.StandardOutput.BaseStream.ReadAsync(buffer, CancellationToken.None).ConfigureAwait(false) is > 0 and var read)
        {
            if (written.Length + read > MaxOutput)
            {
                Kill(process);
                break;
            }

            written.Write(buffer, 0, read);
        }

        return written.ToArray();
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has just ended.
        }
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Making no thumbnail: the decoder ended with the exit code {ExitCode} (killed after its time limit: {IsLate})"
    )]
    private partial void LogFailed(int exitCode, bool isLate);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Failed to start {Program}, which makes thumbnails")]
    private partial void LogNotStarted(Exception exception, string program);
}
