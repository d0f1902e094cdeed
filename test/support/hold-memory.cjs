// Takes so many megabytes and gives them back at once.
Buffer.alloc(Number(process.argv[2]) * 1e6, 1);
